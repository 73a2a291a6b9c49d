import type { TokenError } from "../errors/index.ts";
import type { TokenRecord } from "../store/index.ts";

/**
 * Prevents requests for a while after the token endpoint has rejected the client's configuration, because the
 * next request would be rejected as well. A login, in this or another process, ends this at once.
 */
export class CircuitBreaker {
  readonly #cooldown: number;
  #open: OpenState | undefined;

  /** @param cooldown how long requests are prevented, in ms */
  constructor(cooldown: number) {
    this.#cooldown = cooldown;
  }

  /** @throws {TokenError} the last failure, if it is recent and was about the same tokens */
  check(record: TokenRecord): void {
    const error = this.errorFor(record);
    if (error) throw error;
  }

  /** The last failure, if it is recent and was about the same tokens. */
  errorFor(record: TokenRecord): TokenError | undefined {
    const open = this.#open;
    const isOpen = open && isSame(open.record, record) && performance.now() < open.until;
    return isOpen ? open.error : undefined;
  }

  /** Remembers a failure if its cause is the client's configuration. */
  recordFailure(error: TokenError, record: TokenRecord): void {
    if (error.code !== "request_rejected") return;
    this.#open = { error, record, until: performance.now() + this.#cooldown };
  }
}

interface OpenState {
  readonly error: TokenError;
  readonly record: TokenRecord;
  /** On the clock of `performance.now()`. */
  readonly until: number;
}

/** Compares the tokens as well, because a new seed has the revision of the record that it replaces. */
function isSame(one: TokenRecord, other: TokenRecord): boolean {
  return one.revision === other.revision && one.tokens?.refreshToken === other.tokens?.refreshToken;
}
