import { TokenError, type TokenSet } from "@refresh-once/core";
import {
  findKey,
  isDowngraded,
  type KeyOptions,
  type SigningKeyPair,
  type StoredKey,
} from "../keys/index.ts";
import type { KnownTokens } from "./known-tokens.ts";

/** How a request is authorized. */
export interface Authorization {
  readonly accessToken: string;
  /** Signs the proof; `undefined` if the access token is sent as `Bearer`. */
  readonly pair: SigningKeyPair | undefined;
}

/** A request that carries an access token of a manager. */
export interface AuthorizedRequest {
  readonly tokens: TokenSet;
  readonly known: KnownTokens;
  readonly signal: AbortSignal | null | undefined;
}

/** Decides how requests are authorized. */
export class Authorizer {
  readonly #keys: KeyOptions;
  readonly #allowBearer: boolean;
  /** By token set, because all requests share the same object. */
  readonly #found = new WeakMap<TokenSet, Promise<StoredKey | undefined>>();
  /** The managers whose refresh function is not wrapped by `dpop.refresh()`. */
  readonly #unwrapped = new WeakSet<KnownTokens>();

  constructor(keys: KeyOptions, allowBearer: boolean) {
    this.#keys = keys;
    this.#allowBearer = allowBearer;
  }

  /**
   * Decides for one request. If its tokens are older than the use of DPoP, they are renewed once.
   *
   * @throws {TokenError} `login_required` if the key is missing; `invalid_response` if the provider has issued
   * another type of token; `misconfigured` if the refresh function sends no proofs
   */
  async authorize({ tokens, known, signal }: AuthorizedRequest): Promise<Authorization> {
    const own = await this.#decide(tokens);
    if (own) return own;
    if (this.#unwrapped.has(known)) throw notWrapped();
    const fresh = await known.renew(tokens, signal);
    const renewed = await this.#decide(fresh);
    if (renewed) return renewed;
    // Otherwise, each request would cause a refresh.
    if (fresh.accessToken !== tokens.accessToken) this.#unwrapped.add(known);
    throw notWrapped();
  }

  /** @returns `undefined` if the login has no key yet */
  async #decide(tokens: TokenSet): Promise<Authorization | undefined> {
    const { accessToken } = tokens;
    const key = await this.#keyOf(tokens);
    if (key && !isDowngraded(tokens)) return { accessToken, pair: key.pair };
    if (this.#allowBearer) return { accessToken, pair: undefined };
    if (key) throw downgraded();
    return undefined;
  }

  #keyOf(tokens: TokenSet): Promise<StoredKey | undefined> {
    const found = this.#found.get(tokens);
    if (found) return found;
    const finding = findKey(tokens, this.#keys);
    this.#found.set(tokens, finding);
    finding.catch(() => this.#found.delete(tokens));
    return finding;
  }
}

function downgraded(): TokenError {
  return new TokenError(
    "invalid_response",
    "The provider issued an access token whose type is not DPoP, although the request had a proof. The refresh token is stored. Enable DPoP for this client at the provider, or set `allowBearer: true` in createDpop().",
  );
}

function notWrapped(): TokenError {
  return new TokenError(
    "misconfigured",
    "The tokens have no DPoP key, and the refresh added none. Pass `refresh: dpop.refresh((fetch) => …)` to createTokenManager().",
  );
}
