import { browserKeys, remoteTokens } from "@refresh-once/browser";
import type { Seed, TokenManager } from "@refresh-once/core";
import { createDpop } from "@refresh-once/dpop";
import { authFetch } from "@refresh-once/fetch";
import { boundTokens } from "./bound-tokens.ts";

/** A page whose tokens are bound to a key that this browser keeps. */
class DpopApp {
  readonly #keys = browserKeys();
  readonly #dpop = createDpop({ keys: this.#keys });

  /** Asks for the key of a login several times at once. Returns the different public keys, as JSON. */
  async createKeys(login: string, times: number): Promise<readonly string[]> {
    const asked = Array.from({ length: times }, () => this.#keys.findOrCreate(login, "ES256"));
    const pairs = await Promise.all(asked);
    const jwks = await Promise.all(pairs.map(({ publicKey }) => publicJwk(publicKey)));
    return [...new Set(jwks)];
  }

  /** Finds a key by its thumbprint, and tries to export it. */
  async exportKey(thumbprint: string): Promise<"missing" | "exported" | "refused"> {
    const pair = await this.#keys.find(thumbprint);
    if (!pair) return "missing";
    const exporting = crypto.subtle.exportKey("jwk", pair.privateKey);
    return exporting.then(
      () => "exported",
      () => "refused",
    );
  }

  async signIn(key: string, login: Seed): Promise<void> {
    await boundTokens(this.#dpop, key).set(login);
  }

  /** Sends requests at once, by a manager of its own. Returns their statuses. */
  request(key: string, times: number): Promise<readonly number[]> {
    return this.#request(boundTokens(this.#dpop, key), times);
  }

  /** Sends requests at once, with the tokens of a SharedWorker. Only the page signs them. */
  requestByWorker(key: string, times: number): Promise<readonly number[]> {
    const url = `/scripts/dpop-worker.js?${new URLSearchParams({ key })}`;
    return this.#request(
      remoteTokens(() => new SharedWorker(url, { name: key })),
      times,
    );
  }

  async #request(tokens: TokenManager, times: number): Promise<readonly number[]> {
    const fetch = authFetch(tokens, {
      origins: [location.origin],
      fetch: this.#dpop.fetch(tokens),
    });
    const url = `${location.origin}/rfc6749/accounts`;
    const requests = Array.from({ length: times }, async () => (await fetch(url)).status);
    return Promise.all(requests);
  }

  /** The fields of the tokens that refer to the key. */
  async keyFields(key: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return (await boundTokens(this.#dpop, key).get()).extra;
  }
}

async function publicJwk(key: CryptoKey): Promise<string> {
  const { crv, x, y } = await crypto.subtle.exportKey("jwk", key);
  return JSON.stringify({ crv, x, y });
}

Reflect.set(globalThis, "app", new DpopApp());
