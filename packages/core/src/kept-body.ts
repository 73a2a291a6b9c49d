/** The most of a `Request`'s body that is kept for a second sending, bytes. */
export const keptBodyLimit = 1024 * 1024;

/**
 * A copy of a `Request`'s body, which the request itself gives away but once. It is read beside the
 * sending, and let go when it gets too large.
 */
export class KeptBody {
  #chunks: BlobPart[] | undefined;
  #whole: Blob | undefined;

  /** @param request whose body nobody has read yet; it can be sent as before */
  constructor(request: Request) {
    const reader = request.clone().body?.getReader();
    this.#chunks = [];
    if (reader) this.#read(reader).catch(() => this.#letGo());
  }

  /** The whole body; `undefined` where it is too large, or has not come to its end yet. */
  get whole(): Blob | undefined {
    return this.#whole;
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<void> {
    for (let left = keptBodyLimit; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      left -= value.byteLength;
      if (left < 0) {
        this.#letGo();
        return reader.cancel();
      }
      this.#chunks?.push(value);
    }
    this.#whole = new Blob(this.#chunks);
    this.#letGo();
  }

  #letGo(): void {
    this.#chunks = undefined;
  }
}
