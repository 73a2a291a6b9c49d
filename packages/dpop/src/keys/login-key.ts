import { TokenError, type TokenSet } from "@refresh-once/core";
import { calculateThumbprint, generateKeyPair } from "dpop";
import { isBound, signingAlgorithmOf } from "./binding.ts";
import { exportKeyPair, importKeyPair } from "./jwk.ts";
import type { KeyStore, ProofAlgorithm, SigningKeyPair } from "./key-store.ts";

/** The key of a login, and how token sets refer to it. */
export interface StoredKey {
  readonly pair: SigningKeyPair;
  /** The members of `extra` by which the key is found again. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** How keys are made and kept. */
export interface KeyOptions {
  readonly algorithm: ProofAlgorithm;
  /** If it is absent, the private key itself is kept in the token set. */
  readonly store: KeyStore | undefined;
}

/**
 * Finds the key of the login that a token set belongs to.
 *
 * @returns `undefined` if the login has no key, and its access token is not bound
 * @throws {TokenError} `login_required` if the key is missing; `misconfigured` if it cannot be used;
 * `unavailable` if the key store failed
 */
export async function findKey(
  tokens: TokenSet | undefined,
  { store }: KeyOptions,
): Promise<StoredKey | undefined> {
  const { dpop_jwk: jwk, dpop_jkt: jkt } = tokens?.extra ?? {};
  if (jwk !== undefined) return { pair: await importKeyPair(jwk), extra: { dpop_jwk: jwk } };
  if (typeof jkt === "string") {
    const pair = await asked(store?.find(jkt));
    if (pair) return { pair, extra: { dpop_jkt: jkt } };
  } else if (!tokens || !isBound(tokens)) return undefined;
  throw new TokenError(
    "login_required",
    "The tokens are bound to a DPoP key that is not here. Nothing was sent. Log in again, or pass the key as `extra.dpop_jwk` to `set()`.",
  );
}

/**
 * Creates the key of a login.
 *
 * @param login identifies the login
 * @param tokens of the login, whose provider may have named the algorithm
 */
export async function createKey(
  login: string,
  tokens: TokenSet | undefined,
  { store, ...options }: KeyOptions,
): Promise<StoredKey> {
  const algorithm = signingAlgorithmOf(tokens) ?? options.algorithm;
  if (!store) {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    return { pair, extra: { dpop_jwk: await exportKeyPair(pair) } };
  }
  const pair = await asked(store.findOrCreate(login, algorithm));
  return { pair, extra: { dpop_jkt: await calculateThumbprint(pair.publicKey) } };
}

/** Waits for a key store. Its failure must not look as if the refresh token had been sent. */
async function asked<T>(answer: T | Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const message = "The store of the DPoP keys failed. Nothing was sent. Try again later.";
    throw new TokenError("unavailable", message, { cause });
  }
}
