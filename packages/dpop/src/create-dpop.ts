import type { RefreshFunction, TokenManager, TokenReply, TokenSet } from "@refresh-once/core";
import {
  booleanRule,
  checkOptions,
  functionRule,
  type OptionRule,
  wrongOption,
} from "@refresh-once/core/adapter";
import { boundRefresh } from "./bound-refresh.ts";
import type { KeyStore, ProofAlgorithm } from "./keys/index.ts";
import { createLoginKey, type LoginKey } from "./login-key.ts";
import {
  type AdapterOf,
  Authorizer,
  dpopAdapter,
  dpopFetch,
  KnownTokens,
  Nonces,
  type RequestOfAdapter,
  type ResourceContext,
  sendPlainly,
} from "./requests/index.ts";

type Fetch = typeof globalThis.fetch;

/** Options of {@link createDpop}. */
export interface DpopOptions {
  /** The signature algorithm of new keys, unless the provider has named one. Default: `"ES256"`. */
  readonly algorithm?: ProofAlgorithm;
  /**
   * Whether an access token of another type than `DPoP` is sent as `Bearer`, for a provider that does not
   * support DPoP for every client. Anybody who gets hold of such a token can use it. Default: `false`.
   */
  readonly allowBearer?: boolean;
  /**
   * Keeps the keys, for example where they cannot be exported. Default: none; the private key of a login is
   * kept with its tokens, as `extra.dpop_jwk`. Encrypt that store.
   */
  readonly keys?: KeyStore;
  /** Sends the requests to the token endpoint. Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch;
}

/** Signs requests and refreshes with the keys of their logins. */
export interface Dpop {
  /**
   * Wraps a function that makes a refresh function. Each refresh is signed with the key of its login, and the
   * key is stored with the new tokens. A login without a key gets one at its first refresh.
   *
   * @param make is called once now, and once for each refresh; it must send its requests by the given `fetch`
   * @throws {TypeError} if `make` does not return a function; and what `make` throws
   */
  refresh<Result extends TokenSet | TokenReply>(
    make: (fetch: Fetch) => RefreshFunction<Result>,
  ): RefreshFunction<Result>;
  /**
   * Makes a `fetch` for the `fetch` option of an adapter. It converts `Authorization: Bearer` with a token of
   * this manager to `DPoP` with a proof. Other requests are not changed.
   *
   * @param tokens the manager that the adapter uses
   * @param send sends the requests. Default: the global `fetch` at the time of the call
   * @throws {TypeError} if `tokens` is not a token manager
   */
  fetch(tokens: TokenManager, send?: Fetch): Fetch;
  /**
   * Makes an axios adapter that does the same.
   *
   * @param tokens the manager that `attachAuth` uses
   * @param inner the adapter that sends, such as `axios.getAdapter(axios.defaults.adapter)`
   * @throws {TypeError} if `tokens` is not a token manager
   */
  adapter<Config extends RequestOfAdapter, HttpResponse>(
    tokens: TokenManager,
    inner: AdapterOf<Config, HttpResponse>,
  ): AdapterOf<Config, HttpResponse>;
  /**
   * Creates the key of a new login, for providers that bind the tokens when they are first issued: those of
   * public clients.
   */
  createKey(): Promise<LoginKey>;
}

/**
 * Makes access tokens useless to anybody else: they are bound to a key of the login, and each request proves
 * that its sender has that key.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { createDpop } from "@refresh-once/dpop";
 * import { authFetch } from "@refresh-once/fetch";
 * import { refreshTokenGrant } from "@refresh-once/providers";
 *
 * const dpop = createDpop();
 * const tokens = createTokenManager({
 *   refresh: dpop.refresh((fetch) =>
 *     refreshTokenGrant({ url: "https://auth.example/token", clientId: "my-app", fetch }),
 *   ),
 *   seed: () => ({ refreshToken: process.env.REFRESH_TOKEN ?? "" }),
 * });
 * const apiFetch = authFetch(tokens, {
 *   origins: ["https://api.example"],
 *   fetch: dpop.fetch(tokens),
 * });
 * ```
 *
 * @throws {TypeError} that names a wrong option
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449 RFC 9449}
 */
export function createDpop(options?: DpopOptions): Dpop {
  const given = checkOptions<DpopOptions>("createDpop", options, rules);
  const { algorithm = "ES256", allowBearer = false, keys: store, fetch = sendPlainly } = given;
  const keys = { algorithm, store };
  const settings = { keys, nonces: new Nonces(), send: fetch };
  // An API may have other nonces than the token endpoint, even on the same origin.
  const nonces = new Nonces();
  const authorizer = new Authorizer(keys, allowBearer);
  const managers = new WeakMap<TokenManager, KnownTokens>();
  const contextOf = (tokens: TokenManager, caller: string): ResourceContext => {
    const known = managers.get(tokens) ?? new KnownTokens(tokens, caller);
    managers.set(tokens, known);
    return { known, authorizer, nonces };
  };
  return {
    refresh: (make) => boundRefresh(checkFunction("refresh", "make", make), settings),
    fetch: (tokens, send) =>
      dpopFetch(contextOf(tokens, "dpop.fetch"), send ?? sendPlainly, send ?? globalThis.fetch),
    adapter: (tokens, inner) =>
      dpopAdapter(contextOf(tokens, "dpop.adapter"), checkFunction("adapter", "inner", inner)),
    createKey: () => createLoginKey(settings),
  };
}

const keyStoreRule: OptionRule = {
  mustBe: "a key store, such as browserKeys()",
  isRight: (store) =>
    ["find", "findOrCreate"].every((name) => typeof Object(store)[name] === "function"),
};

const rules = {
  algorithm: {
    mustBe: '"ES256" or "Ed25519"',
    isRight: (value: unknown) => value === "ES256" || value === "Ed25519",
  },
  allowBearer: booleanRule,
  keys: keyStoreRule,
  fetch: functionRule,
};

function checkFunction<F>(method: string, name: string, value: F): F {
  if (typeof value === "function") return value;
  throw wrongOption(`dpop.${method}`, name, functionRule.mustBe);
}
