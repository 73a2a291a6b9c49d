import { attempt } from "../values/index.ts";

/** The most of a `Request`'s body that is kept for a second sending, bytes. */
export const replayBufferLimit = 1024 * 1024;

/** How much of it is read at once, bytes. */
const pieceSize = 64 * 1024;

/** The first piece is smaller: most bodies end in it, and room costs as much as reading. */
const firstPieceSize = 1024;

/**
 * A copy of a `Request`'s body, which the request itself gives away but once. It is read beside the
 * sending, and let go when it gets too large.
 */
export class ReplayBuffer {
  #pieces: BlobPart[] = [];
  #isWhole = false;

  /** @param request whose body nobody has read yet; it can be sent as before */
  constructor(request: Request) {
    const { body } = request.clone();
    if (body) this.#read(piecesOf(body)).catch(() => this.#letGo());
  }

  /** The whole body; `undefined` where it is too large, or has not come to its end yet. */
  get whole(): Blob | undefined {
    // Not made beforehand: nearly no body is sent again.
    return this.#isWhole ? new Blob(this.#pieces) : undefined;
  }

  async #read({ next, cancel }: Pieces): Promise<void> {
    for (let left = replayBufferLimit; ; ) {
      const piece = await next();
      if (!piece) break;
      left -= piece.byteLength;
      if (left < 0) {
        this.#letGo();
        return cancel();
      }
      this.#pieces.push(piece);
    }
    this.#isWhole = true;
  }

  #letGo(): void {
    this.#pieces = [];
  }
}

interface Pieces {
  next(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  cancel(): Promise<void>;
}

/**
 * The two halves of a byte stream get copies of each chunk, which is the whole body where that was
 * bytes or a string: in small pieces no more is copied than is kept.
 */
function piecesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  const reader = attempt(() => body.getReader({ mode: "byob" }));
  if (!reader) return chunksOf(body);
  let room = new ArrayBuffer(firstPieceSize);
  return {
    async next() {
      const { done, value } = await reader.read(new Uint8Array(room));
      if (done) return undefined;
      const isFull = value.byteLength === value.buffer.byteLength;
      room = isFull ? new ArrayBuffer(pieceSize) : value.buffer;
      return isFull ? value : value.slice();
    },
    cancel: () => reader.cancel(),
  };
}

/** Those of a stream that is none of bytes are as they came: both halves get the same. */
function chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  const reader = body.getReader();
  return {
    next: async () => (await reader.read()).value,
    cancel: () => reader.cancel(),
  };
}
