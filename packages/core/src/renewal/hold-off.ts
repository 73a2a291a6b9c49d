import type { TokenError } from "../errors/index.ts";
import type { TokenRecord } from "../store/index.ts";

interface Held {
  readonly error: TokenError;
  readonly record: TokenRecord;
  /** Of `performance.now()`. */
  readonly until: number;
}

/**
 * Leaves a token endpoint alone that has rejected the client's configuration: the next request would be
 * rejected as well. A login, here or in another process, ends it.
 */
export class HoldOff {
  readonly #length: number;
  #held: Held | undefined;

  /** @param length in ms */
  constructor(length: number) {
    this.#length = length;
  }

  /** @throws {TokenError} the failure, while it lasts and the record is the same */
  check(record: TokenRecord): void {
    const held = this.#held;
    if (held && isSame(held.record, record) && performance.now() < held.until) throw held.error;
  }

  failed(error: TokenError, record: TokenRecord): void {
    if (error.code !== "request_rejected") return;
    this.#held = { error, record, until: performance.now() + this.#length };
  }
}

/** A new seed has the revision of the record that it will replace. */
function isSame(one: TokenRecord, other: TokenRecord): boolean {
  return one.revision === other.revision && one.tokens?.refreshToken === other.tokens?.refreshToken;
}
