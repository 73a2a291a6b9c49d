import { attempt } from "../values/index.ts";

/** The longest body of a `Request` that is kept for a retry, bytes. */
export const replayBufferLimit = 1024 * 1024;

/** How much of a body is read at once, bytes. */
const pieceSize = 64 * 1024;

/** The first piece is smaller: most bodies fit in it, and allocating memory costs as much as reading. */
const firstPieceSize = 1024;

/**
 * A copy of a `Request`'s body, which can be read only once. It is made while the request is being sent,
 * and dropped if it gets too large.
 */
export class ReplayBuffer {
  #pieces: BlobPart[] = [];
  #isWhole = false;

  /**
   * Begins to copy the body.
   *
   * @param request whose body has not been read yet; it can still be sent
   */
  constructor(request: Request) {
    const { body } = request.clone();
    if (body) this.#read(piecesOf(body)).catch(() => this.#drop());
  }

  /** The whole body; `undefined` if it is too large, or has not ended yet. */
  get whole(): Blob | undefined {
    // Made only on demand, because few requests are retried.
    return this.#isWhole ? new Blob(this.#pieces) : undefined;
  }

  async #read({ next, cancel }: Pieces): Promise<void> {
    for (let left = replayBufferLimit; ; ) {
      const piece = await next();
      if (!piece) break;
      left -= piece.byteLength;
      if (left < 0) {
        this.#drop();
        return cancel();
      }
      this.#pieces.push(piece);
    }
    this.#isWhole = true;
  }

  #drop(): void {
    this.#pieces = [];
  }
}

interface Pieces {
  next(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  cancel(): Promise<void>;
}

/**
 * A body of bytes or a string is a single chunk, and both branches of the stream get a copy of each
 * chunk. Reading it in small pieces copies no more than is kept.
 */
function piecesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  const reader = attempt(() => body.getReader({ mode: "byob" }));
  if (!reader) return chunksOf(body);
  let memory = new ArrayBuffer(firstPieceSize);
  return {
    async next() {
      const { done, value } = await reader.read(new Uint8Array(memory));
      if (done) return undefined;
      const isFull = value.byteLength === value.buffer.byteLength;
      memory = isFull ? new ArrayBuffer(pieceSize) : value.buffer;
      return isFull ? value : value.slice();
    },
    cancel: () => reader.cancel(),
  };
}

/** The chunks of a stream that is no byte stream; both branches share them. */
function chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  const reader = body.getReader();
  return {
    next: async () => (await reader.read()).value,
    cancel: () => reader.cancel(),
  };
}
