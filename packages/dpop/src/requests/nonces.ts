/** The most origins whose nonces are kept. */
const mostOrigins = 1_000;

/** RFC 9449 §8.1: the characters of a nonce. Two headers in one value have a space between them. */
const nonceText = /^[\x21\x23-\x5b\x5d-\x7e]{1,4096}$/;

/**
 * The newest nonce of each origin.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-8.2 RFC 9449 §8.2}
 */
export class Nonces {
  readonly #byOrigin = new Map<string, string>();

  get(origin: string): string | undefined {
    return this.#byOrigin.get(origin);
  }

  /** Remembers the nonce of a response, if it has a valid one. */
  learn(origin: string, nonce: string | null | undefined): void {
    if (!nonce || !nonceText.test(nonce) || this.#byOrigin.get(origin) === nonce) return;
    this.#byOrigin.delete(origin);
    this.#byOrigin.set(origin, nonce);
    if (this.#byOrigin.size <= mostOrigins) return;
    const [oldest = ""] = this.#byOrigin.keys();
    this.#byOrigin.delete(oldest);
  }
}
