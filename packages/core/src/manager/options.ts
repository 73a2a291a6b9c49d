import {
  presetNameOf,
  type RefreshCall,
  type RefreshFunction,
  type RefreshTokenFacts,
  type TokenEventListener,
  type TokenReply,
} from "../renewal/index.ts";
import { isTokenStore, memoryStore, type TokenStore } from "../store/index.ts";
import { longestTimer } from "../time/index.ts";
import {
  checkSeed,
  type KeepAliveLimits,
  type Seed,
  type TokenSet,
  timeInSeconds,
} from "../tokens/index.ts";
import {
  booleanRule,
  checkOptions,
  countRule,
  functionRule,
  isFunction,
  isObject,
  type OptionRule,
  type OptionRules,
  textRule,
  wrongOption,
} from "../values/index.ts";

/**
 * Has the provider revoke the tokens of a grant: `tokenRevocation` of `@refresh-once/providers`, or any
 * function. It throws if that failed.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
 */
export type RevokeFunction = (
  tokens: TokenSet,
  context: { readonly signal: AbortSignal },
) => Promise<void>;

/** Options of `createTokenManager`. */
export interface TokenManagerOptions {
  /** Gets the next token set: a preset of `@refresh-once/providers`, or any function. */
  readonly refresh: RefreshFunction<TokenSet | TokenReply>;
  /**
   * A name for the account, never a token. Errors and events carry it. Default: in a pool the key of the
   * account, otherwise none.
   */
  readonly name?: string;
  /** Where the tokens are kept. Default: `memoryStore()`. */
  readonly store?: TokenStore;
  /**
   * The tokens of a login, for the first start; a refresh token alone is enough. A seed that the store
   * has not seen before replaces what is stored: it means that somebody has logged in again. A function
   * is called once per manager, when tokens are first needed.
   */
  readonly seed?: Seed | (() => Seed | Promise<Seed>);
  /**
   * How long before its end an access token is renewed, ms; at most a quarter of its lifetime. Each process
   * waits up to a fifth of it longer, at random, so that one renews and the others adopt. Default: 30 000.
   */
  readonly refreshBefore?: number;
  /**
   * Renews the access token in the background as soon as `refreshBefore` begins, even if nobody needs
   * it then. No request waits for a renewal while the access token is valid. The timer does not keep
   * the process alive. Default: `false`.
   */
  readonly refreshAhead?: boolean;
  /**
   * Keeps a login alive that nobody uses: many refresh tokens end if they are not used for some time. `true` uses
   * the refresh token after half of the idle limit that the preset knows, or half of the way to its end; if
   * neither is known, every 12 hours. A number uses it after that many ms. This begins when the manager is
   * created. It ends when the manager is closed, or when a pool removes it. The timer does not keep the process
   * alive. Default: `false`.
   */
  readonly keepAlive?: boolean | number;
  /**
   * How long a caller waits for a refresh, ms. A token request in progress goes on after that, and its
   * response is stored. Default: 10 000.
   */
  readonly refreshDeadline?: number;
  /**
   * How long one token request may take, ms. After that it is not known whether the provider has used
   * the refresh token, and it is sent again. Default: 30 000, or half of the provider's grace window if that is
   * known and shorter, but at least 5 000.
   */
  readonly sendDeadline?: number;
  /**
   * How long a new token that the resource rejected is not renewed again, and how long a token endpoint
   * that rejected the client's configuration is not asked again, ms. Default: 30 000.
   */
  readonly cooldown?: number;
  /**
   * How many refreshes run at the same time in this process, of all accounts with the same token endpoint.
   * Others wait for their turn, and have claimed and sent nothing until then. If the refresh functions do not
   * tell their `endpoint`, all accounts of a pool are counted together. Outside of a pool, those with the same refresh
   * function are. Default: 32.
   */
  readonly concurrency?: number;
  /** Called by `revoke()`. Default: none. */
  readonly revoke?: RevokeFunction;
  /** Called with what happens to the tokens. Exceptions it throws are ignored. Default: none. */
  readonly onEvent?: TokenEventListener;
  /**
   * Also calls `onEvent` for each request that an adapter sends without a token, with the reason
   * (`not_attached`). Default: `false`.
   */
  readonly debug?: boolean;
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
  readonly keepAlive: KeepAliveLimits | undefined;
  readonly refreshDeadline: number;
  readonly sendDeadline: number;
  /** See {@link RefreshTokenFacts.graceWindow}. 0 if it is not known. */
  readonly graceWindow: number;
  readonly cooldown: number;
  readonly concurrency: number;
  /** Managers with the same value share the limit of `concurrency`. */
  readonly queueKey: unknown;
  readonly revoke: RevokeFunction | undefined;
  readonly onEvent: TokenEventListener | undefined;
  /** Whether `onEvent` wants to know why requests got no token. */
  readonly isDebugging: boolean;
}

/** @throws {TypeError} that names the caller and the first wrong option */
export function resolveOptions(caller: string, given: TokenManagerOptions): ResolvedOptions {
  const options = checkOptions(caller, given, rules());
  const { refresh, name, store = memoryStore(), seed, revoke, onEvent } = options;
  const facts: RefreshTokenFacts = refresh.provider ?? {};
  const preset = presetNameOf(refresh);
  if (preset) {
    throw wrongOption(caller, "refresh", `a refresh function; call the preset: ${preset}({ … })`);
  }
  const inSeconds = typeof seed === "object" && timeInSeconds(seed);
  if (inSeconds) {
    throw wrongOption(caller, `seed.${inSeconds}`, "in milliseconds; multiply it by 1000");
  }
  const endpoint = typeof refresh.endpoint === "string" ? refresh.endpoint : undefined;
  return {
    refresh,
    endpoint,
    queueKey: endpoint ?? refresh,
    name,
    store,
    seed: seed && (typeof seed === "function" ? seed : snapshotOf(seed)),
    revoke,
    onEvent,
    isDebugging: options.debug === true && onEvent !== undefined,
    refreshAhead: options.refreshAhead ?? false,
    refreshBefore: options.refreshBefore ?? 30_000,
    keepAlive: keepAliveLimits(options.keepAlive, facts.idleLimit),
    refreshDeadline: options.refreshDeadline ?? 10_000,
    sendDeadline: options.sendDeadline ?? defaultSendDeadline(facts.graceWindow),
    graceWindow: facts.graceWindow ?? 0,
    cooldown: options.cooldown ?? 30_000,
    concurrency: options.concurrency ?? 32,
  };
}

/** A function, so that bundlers can leave it out. */
function rules(): OptionRules<TokenManagerOptions> {
  return {
    refresh: { ...functionRule, isRequired: true },
    name: textRule,
    store: { mustBe: "a token store, such as memoryStore()", isRight: isTokenStore },
    seed: { mustBe: "a token set or a function", isRight: isSeed },
    refreshBefore: milliseconds(0),
    refreshAhead: booleanRule,
    keepAlive: {
      mustBe: `a boolean or a number of ms from 1 to ${longestTimer}`,
      isRight: (value) => booleanRule.isRight(value) || milliseconds(1).isRight(value),
    },
    refreshDeadline: milliseconds(1),
    sendDeadline: milliseconds(1),
    cooldown: milliseconds(0),
    concurrency: countRule,
    revoke: functionRule,
    onEvent: functionRule,
    debug: booleanRule,
  };
}

function keepAliveLimits(
  keepAlive: boolean | number = false,
  idleLimit: number | undefined,
): KeepAliveLimits | undefined {
  if (keepAlive === false) return undefined;
  return keepAlive === true ? { idleLimit } : { every: keepAlive };
}

/** If a response was lost, the refresh token must be sent again while the provider still accepts it. */
function defaultSendDeadline(graceWindow = 0): number {
  return graceWindow > 0 ? Math.min(30_000, Math.max(5_000, graceWindow / 2)) : 30_000;
}

function isSeed(seed: unknown): boolean {
  return isFunction(seed) || isObject(seed);
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

function milliseconds(least: number): OptionRule {
  return {
    mustBe: `a number of ms from ${least} to ${longestTimer}`,
    isRight: (value) => typeof value === "number" && value >= least && value <= longestTimer,
  };
}
