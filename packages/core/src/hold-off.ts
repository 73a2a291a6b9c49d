import type { TokenError } from "./token-error.ts";

/**
 * Leaves a token endpoint alone that has refused the client's configuration, or that has said twice
 * in a row when it wants to be asked again. The first time it may be back sooner than it says.
 */
export class HoldOff {
  readonly #longest: number;
  #error: TokenError | undefined;
  #until = 0;
  #isWarned = false;

  /** @param longest in ms */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** @throws {TokenError} the failure, while it lasts */
  check(): void {
    if (this.#error && performance.now() < this.#until) throw this.#error;
  }

  failed(error: TokenError): void {
    const { code, retryAt } = error;
    if (code === "request_rejected") this.#hold(error, this.#longest);
    if (retryAt === undefined) return;
    if (this.#isWarned) this.#hold(error, Math.min(this.#longest, retryAt - Date.now()));
    this.#isWarned = true;
  }

  over(): void {
    this.#error = undefined;
    this.#isWarned = false;
  }

  #hold(error: TokenError, ms: number): void {
    this.#error = error;
    this.#until = performance.now() + ms;
  }
}
