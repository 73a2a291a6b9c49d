import { database } from "../context/database.ts";
import { storeFailure } from "../context/store-failure.ts";
import { thumbprintOf } from "./thumbprint.ts";

/** The global type, under a name that also exists where only Node.js's types are loaded. */
type KeyPair = Extract<
  Awaited<ReturnType<typeof crypto.subtle.generateKey>>,
  { readonly privateKey: unknown }
>;

/** Keeps the keys that sign DPoP proofs, for the option `keys` of `createDpop`. */
export interface BrowserKeys {
  /** Returns the key pair with this thumbprint; `undefined` if it is not in this browser. */
  find(thumbprint: string): Promise<KeyPair | undefined>;
  /** Returns the key pair of a login, and creates it if there is none. All tabs get the same one. */
  findOrCreate(login: string, algorithm: "ES256" | "Ed25519"): Promise<KeyPair>;
}

/** A stored key pair. */
interface StoredKey {
  readonly login: string;
  readonly pair: KeyPair;
}

/**
 * Keeps the keys that sign DPoP proofs in IndexedDB, for all tabs, frames and workers of an origin. The private
 * keys cannot be exported: a script can use them while it runs in a page, but cannot take them away. They are not
 * encrypted on disk.
 *
 * @example
 * ```ts
 * import { browserKeys, browserStore } from "@refresh-once/browser";
 * import { createTokenManager } from "@refresh-once/core";
 * import { createDpop } from "@refresh-once/dpop";
 * import { autional } from "@refresh-once/providers";
 *
 * const url = "https://auth.example.com/oauth/refresh";
 * const dpop = createDpop({ keys: browserKeys() });
 * const tokens = createTokenManager({
 *   refresh: dpop.refresh((fetch) => autional({ url, cookie: true, fetch })),
 *   store: browserStore({ key: "session" }),
 * });
 * ```
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-11.4 RFC 9449 §11.4}: what a script in the page can do
 */
export function browserKeys(): BrowserKeys {
  return { find, findOrCreate };
}

async function find(thumbprint: string): Promise<KeyPair | undefined> {
  const stored = await database("signingKeys").read(thumbprint);
  return isStoredKey(stored) ? stored.pair : undefined;
}

async function findOrCreate(login: string, algorithm: "ES256" | "Ed25519"): Promise<KeyPair> {
  // Before the transaction, which would end while the key is being made.
  const pair = await generate(algorithm);
  const value: StoredKey = { login, pair };
  const key = await thumbprintOf(pair.publicKey);
  const stored = await database("signingKeys").findOrAdd({ indexed: login, key, value });
  if (isStoredKey(stored)) return stored.pair;
  throw storeFailure(new TypeError("not a key"), "read");
}

async function generate(algorithm: "ES256" | "Ed25519"): Promise<KeyPair> {
  const { subtle } = crypto;
  if (algorithm === "ES256") {
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    return subtle.generateKey(curve, false, ["sign", "verify"]);
  }
  const pair = await subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  if ("privateKey" in pair) return pair;
  throw new TypeError("not a key pair");
}

function isStoredKey(value: unknown): value is StoredKey {
  return typeof value === "object" && value !== null && "pair" in value && "login" in value;
}
