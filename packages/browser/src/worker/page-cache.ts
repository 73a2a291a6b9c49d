import type { TokenSet } from "@refresh-once/core";
import type { IssuedTokens } from "./messages.ts";

/** How many token sets are remembered that may be in a request which has not been sent yet. */
const mostRecent = 8;

/** The access token in the memory of a page. */
export class PageCache {
  #tokens: TokenSet | undefined;
  #usableUntil = 0;
  #changedAt = 0;
  /** The newest first. */
  #recent: readonly TokenSet[] = [];

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
    this.#recent = [tokens, ...this.#recent].slice(0, mostRecent);
    if (asOf <= this.#changedAt) return tokens;
    this.#tokens = tokens;
    this.#usableUntil = usableUntil;
    return tokens;
  }

  /** The token set with this access token, if it was kept recently, or could not be kept. */
  recall(accessToken: string): TokenSet | undefined {
    return this.#recent.find((tokens) => tokens.accessToken === accessToken);
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
