import { memoryStore } from "./memory-store.ts";
import type { TokenStore } from "./store.ts";
import { isTokenStore } from "./store-shape.ts";
import type { TokenEventListener } from "./token-event.ts";
import type { Seed, TokenSet } from "./token-set.ts";
import { longestTimer } from "./waiting.ts";

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

/**
 * Has the provider revoke tokens, all of the grant: `tokenRevocation` of `@refresh-once/providers`, or
 * any function. It throws where that failed.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
 */
export type RevokeFunction = (
  tokens: TokenSet,
  context: { readonly signal: AbortSignal },
) => Promise<void>;

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
  /**
   * Renews in the background when `refreshBefore` begins, also while nobody asks, so that no request
   * waits for it as long as the access token is valid. It keeps no process alive. Default: `false`.
   */
  readonly refreshAhead?: boolean;
  /** How long a caller waits for a refresh, ms. Default: 10 000. */
  readonly refreshDeadline?: number;
  /**
   * How long a token that was rejected although it was just issued is left alone, and a token endpoint
   * that refused the client's configuration, ms. Default: 30 000.
   */
  readonly cooldown?: number;
  /** What `revoke()` calls. Default: none. */
  readonly revoke?: RevokeFunction;
  /** Told what happens to the tokens. What it throws harms nobody. Default: none. */
  readonly onEvent?: TokenEventListener;
}

/** {@link TokenManagerOptions}, checked and complete. */
export interface ResolvedOptions {
  readonly refresh: RefreshFunction;
  readonly store: TokenStore;
  readonly seed: (() => Seed | Promise<Seed>) | undefined;
  readonly refreshBefore: number;
  readonly refreshAhead: boolean;
  readonly refreshDeadline: number;
  readonly cooldown: number;
  readonly revoke: RevokeFunction | undefined;
  readonly onEvent: TokenEventListener | undefined;
}

/** @throws {TypeError} that names the first wrong option. */
export function resolveOptions(options: TokenManagerOptions): ResolvedOptions {
  const { refresh, store = memoryStore(), seed, refreshAhead = false, revoke, onEvent } = options;
  const check = (name: keyof TokenManagerOptions, isRight: boolean, what: string) => {
    if (!isRight) throw wrong(name, what);
  };
  check("refresh", typeof refresh === "function", "a function");
  check("revoke", isFunctionOrAbsent(revoke), "a function");
  check("onEvent", isFunctionOrAbsent(onEvent), "a function");
  check("refreshAhead", typeof refreshAhead === "boolean", "a boolean");
  check("store", isTokenStore(store), "a token store");
  check("seed", isSeed(seed), "a token set or a function");
  return {
    refresh,
    store,
    seed: seed && (typeof seed === "function" ? seed : () => seed),
    revoke,
    onEvent,
    refreshAhead,
    refreshBefore: milliseconds(options, "refreshBefore", 30_000, 0),
    refreshDeadline: milliseconds(options, "refreshDeadline", 10_000, 1),
    cooldown: milliseconds(options, "cooldown", 30_000, 0),
  };
}

type Duration = "refreshBefore" | "refreshDeadline" | "cooldown";

function isSeed(seed: unknown): boolean {
  return isFunctionOrAbsent(seed) || (typeof seed === "object" && seed !== null);
}

function isFunctionOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "function";
}

function milliseconds(from: TokenManagerOptions, name: Duration, value: number, least: number) {
  const given = from[name] ?? value;
  if (!(typeof given === "number" && given >= least && given <= longestTimer)) {
    throw wrong(name, `a number of ms from ${least} to ${longestTimer}`);
  }
  return given;
}

function wrong(name: string, what: string): TypeError {
  return new TypeError(`createTokenManager: "${name}" must be ${what}`);
}
