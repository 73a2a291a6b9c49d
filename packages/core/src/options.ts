import { memoryStore } from "./memory-store.ts";
import type { TokenStore } from "./store.ts";
import type { Seed, TokenSet } from "./token-set.ts";

/**
 * Asks the token endpoint for the next token set: a preset of `@refresh-once/providers`, or any
 * function over any library. It is called by one of all who wait, and not called again for the same
 * refresh token unless its answer was lost.
 *
 * Throw what your library throws. An `error` property with an OAuth error code (`invalid_grant`) is
 * understood, so are refused connections; anything else leaves the refresh token in doubt.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export type RefreshFunction = (
  current: TokenSet | undefined,
  context: { readonly signal: AbortSignal },
) => Promise<TokenSet>;

/** Options of `createTokenManager`. */
export interface TokenManagerOptions {
  /** Gets the next token set. */
  readonly refresh: RefreshFunction;
  /** Where the tokens live. Default: `memoryStore()`. */
  readonly store?: TokenStore;
  /**
   * The tokens of a login, for the first start. When it differs from all seeds that the store has
   * grown from, somebody has logged in again, and it replaces what is stored. A function is called
   * once per manager, when tokens are first needed.
   */
  readonly seed?: Seed | (() => Seed | Promise<Seed>);
  /** How long before its end an access token is renewed, ms; at most a quarter of its lifetime. Default: 30 000. */
  readonly refreshBefore?: number;
  /** How long a caller waits for a refresh, ms. Default: 10 000. */
  readonly refreshDeadline?: number;
  /** How long a token that was rejected although it was just issued is left alone, ms. Default: 30 000. */
  readonly cooldown?: number;
}

/** {@link TokenManagerOptions}, checked and complete. */
export interface ResolvedOptions {
  readonly refresh: RefreshFunction;
  readonly store: TokenStore;
  readonly seed: (() => Seed | Promise<Seed>) | undefined;
  readonly refreshBefore: number;
  readonly refreshDeadline: number;
  readonly cooldown: number;
}

/** @throws {TypeError} that names the first wrong option. */
export function resolveOptions(options: TokenManagerOptions): ResolvedOptions {
  const { refresh, store = memoryStore(), seed } = options;
  if (typeof refresh !== "function") throw wrong("refresh", "a function");
  if (typeof store?.read !== "function" || typeof store.claim !== "function") {
    throw wrong("store", "a token store, such as memoryStore()");
  }
  if (seed !== undefined && (seed === null || !/function|object/.test(typeof seed))) {
    throw wrong("seed", "a token set, or a function that returns one");
  }
  return {
    refresh,
    store,
    seed: seed && (typeof seed === "function" ? seed : () => seed),
    refreshBefore: milliseconds(options, "refreshBefore", 30_000, 0),
    refreshDeadline: milliseconds(options, "refreshDeadline", 10_000, 1),
    cooldown: milliseconds(options, "cooldown", 30_000, 0),
  };
}

type Duration = "refreshBefore" | "refreshDeadline" | "cooldown";

/** The longest that `setTimeout` can wait. */
const longest = 2 ** 31 - 1;

function milliseconds(from: TokenManagerOptions, name: Duration, value: number, least: number) {
  const given = from[name] ?? value;
  if (!(given >= least && given <= longest)) {
    throw wrong(name, `a number of ms from ${least} to ${longest}`);
  }
  return given;
}

function wrong(name: string, what: string): TypeError {
  return new TypeError(`createTokenManager: "${name}" must be ${what}`);
}
