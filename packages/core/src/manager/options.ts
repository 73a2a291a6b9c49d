import type {
  RefreshCall,
  RefreshFunction,
  TokenEventListener,
  TokenReply,
} from "../renewal/index.ts";
import { isTokenStore, memoryStore, type TokenStore } from "../store/index.ts";
import { longestTimer } from "../time/index.ts";
import { checkSeed, type Seed, type TokenSet } from "../tokens/index.ts";

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
  readonly refresh: RefreshFunction<TokenSet | TokenReply>;
  /**
   * The account, as errors and events name it; never a token. Default: a pool's key; none for a
   * manager of its own.
   */
  readonly name?: string;
  /** Where the tokens live. Default: `memoryStore()`. */
  readonly store?: TokenStore;
  /**
   * The tokens of a login, for the first start. A seed that the store has not seen before means that
   * somebody has logged in again: it replaces what is stored. A function is called once per manager,
   * when tokens are first needed.
   */
  readonly seed?: Seed | (() => Seed | Promise<Seed>);
  /** How long before its end an access token is renewed, ms; at most a quarter of its lifetime. Default: 30 000. */
  readonly refreshBefore?: number;
  /**
   * Renews in the background when `refreshBefore` begins, also while nobody asks, so that no request
   * waits for it as long as the access token is valid. It keeps no process alive. Default: `false`.
   */
  readonly refreshAhead?: boolean;
  /**
   * How long a caller waits for a refresh, ms. A request to the token endpoint that is underway then
   * goes on, and its answer is stored. Default: 10 000.
   */
  readonly refreshDeadline?: number;
  /**
   * How long one request to the token endpoint may take, ms. After that nobody knows whether the
   * refresh token is spent, and it is sent again. Default: 30 000.
   */
  readonly sendDeadline?: number;
  /**
   * How long a token that was rejected although it was just issued is left alone, and a token endpoint
   * that refused the client's configuration, ms. Default: 30 000.
   */
  readonly cooldown?: number;
  /** What `revoke()` calls. Default: none. */
  readonly revoke?: RevokeFunction;
  /** Told what happens to the tokens. Exceptions it throws are ignored. Default: none. */
  readonly onEvent?: TokenEventListener;
}

/** {@link TokenManagerOptions}, checked and complete. */
export interface ResolvedOptions {
  readonly refresh: RefreshCall;
  /** Origin of the token endpoint, if the refresh function tells it. */
  readonly endpoint: string | undefined;
  readonly name: string | undefined;
  readonly store: TokenStore;
  readonly seed: (() => Seed | Promise<Seed>) | undefined;
  readonly refreshBefore: number;
  readonly refreshAhead: boolean;
  readonly refreshDeadline: number;
  readonly sendDeadline: number;
  readonly cooldown: number;
  readonly revoke: RevokeFunction | undefined;
  readonly onEvent: TokenEventListener | undefined;
}

/** @throws {TypeError} that names the first wrong option. */
export function resolveOptions(options: TokenManagerOptions): ResolvedOptions {
  const { refresh, name, store = memoryStore(), seed } = options;
  const { refreshAhead = false, revoke, onEvent } = options;
  const check = (name: keyof TokenManagerOptions, isRight: boolean, what: string) => {
    if (!isRight) throw wrong(name, what);
  };
  check("refresh", typeof refresh === "function", "a function");
  check("name", isNameOrAbsent(name), "a non-empty string");
  check("revoke", isFunctionOrAbsent(revoke), "a function");
  check("onEvent", isFunctionOrAbsent(onEvent), "a function");
  check("refreshAhead", typeof refreshAhead === "boolean", "a boolean");
  check("store", isTokenStore(store), "a token store");
  check("seed", isSeed(seed), "a token set or a function");
  return {
    refresh,
    endpoint: typeof refresh.endpoint === "string" ? refresh.endpoint : undefined,
    name,
    store,
    seed: seed && (typeof seed === "function" ? seed : snapshotOf(seed)),
    revoke,
    onEvent,
    refreshAhead,
    refreshBefore: milliseconds(options, "refreshBefore", 30_000, 0),
    refreshDeadline: milliseconds(options, "refreshDeadline", 10_000, 1),
    sendDeadline: milliseconds(options, "sendDeadline", 30_000, 1),
    cooldown: milliseconds(options, "cooldown", 30_000, 0),
  };
}

type Duration = "refreshBefore" | "refreshDeadline" | "sendDeadline" | "cooldown";

function isSeed(seed: unknown): boolean {
  return isFunctionOrAbsent(seed) || (typeof seed === "object" && seed !== null);
}

/** As it is now: its owner may change it before it is used. If it is wrong, its first use says so. */
function snapshotOf(seed: Seed): () => Seed {
  try {
    const tokens = checkSeed(seed);
    return () => tokens;
  } catch (wrong) {
    return () => {
      throw wrong;
    };
  }
}

function isNameOrAbsent(name: unknown): boolean {
  return name === undefined || (typeof name === "string" && name !== "");
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
