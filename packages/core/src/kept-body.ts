import { attempt } from "./attempt.ts";

/** The most of a `Request`'s body that is kept for a second sending, bytes. */
export const keptBodyLimit = 1024 * 1024;

/** How much of it is read at once, bytes. */
const pieceSize = 64 * 1024;

/**
 * A copy of a `Request`'s body, which the request itself gives away but once. It is read beside the
 * sending, and let go when it gets too large.
 */
export class KeptBody {
  #chunks: BlobPart[] | undefined;
  #whole: Blob | undefined;

  /** @param request whose body nobody has read yet; it can be sent as before */
  constructor(request: Request) {
    const { body } = request.clone();
    this.#chunks = [];
    if (body) this.#read(piecesOf(body)).catch(() => this.#letGo());
  }

  /** The whole body; `undefined` where it is too large, or has not come to its end yet. */
  get whole(): Blob | undefined {
    return this.#whole;
  }

  async #read({ next, cancel }: Pieces): Promise<void> {
    for (let left = keptBodyLimit; ; ) {
      const piece = await next();
      if (!piece) break;
      left -= piece.byteLength;
      if (left < 0) {
        this.#letGo();
        return cancel();
      }
      this.#chunks?.push(piece);
    }
    this.#whole = new Blob(this.#chunks);
    this.#letGo();
  }

  #letGo(): void {
    this.#chunks = undefined;
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
  let buffer = new ArrayBuffer(pieceSize);
  return {
    async next() {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      const piece = value.slice();
      buffer = value.buffer;
      return piece;
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
