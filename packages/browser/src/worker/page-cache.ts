import type { TokenSet } from "@refresh-once/core";
import type { IssuedTokens } from "./messages.ts";

/** The access token in the memory of a page. */
export class PageCache {
  #tokens: TokenSet | undefined;
  #usableUntil = 0;
  #changedAt = 0;

  /** The tokens, while they can be used without asking the worker. */
  get usable(): TokenSet | undefined {
    return Date.now() < this.#usableUntil ? this.#tokens : undefined;
  }

  /** In epoch ms. */
  get usableUntil(): number {
    return this.#usableUntil;
  }

  /** Keeps the tokens, unless others have replaced them: replies and messages may overtake each other. */
  keep({ tokens, usableUntil, asOf }: IssuedTokens): TokenSet {
    Object.freeze(tokens);
    if (asOf <= this.#changedAt) return tokens;
    this.#tokens = tokens;
    this.#usableUntil = usableUntil;
    return tokens;
  }

  /**
   * Drops the tokens, because others have replaced them.
   *
   * @param at when, in epoch ms
   */
  drop(at = Date.now()): void {
    this.#changedAt = at;
    this.#tokens = undefined;
    this.#usableUntil = 0;
  }
}
