import { calculateThumbprint } from "dpop";
import type { TokenRequestSettings } from "./bound-refresh.ts";
import { createKey } from "./keys/index.ts";
import { tokenRequestFetch } from "./requests/index.ts";

/** The key of a login that is about to begin. */
export interface LoginKey {
  /** The thumbprint, for the parameter `dpop_jkt` of the authorization request. */
  readonly thumbprint: string;
  /** Sends the token request of the login with a proof. */
  readonly fetch: typeof globalThis.fetch;
  /** Refers to the key. It must be part of `extra` of the token set that you pass to `set()`. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Creates the key of a new login. */
export async function createLoginKey({
  keys,
  nonces,
  send,
}: TokenRequestSettings): Promise<LoginKey> {
  const { pair, extra } = await createKey(crypto.randomUUID(), undefined, keys);
  return {
    thumbprint: await calculateThumbprint(pair.publicKey),
    fetch: tokenRequestFetch(send, { pair, nonces }),
    extra,
  };
}
