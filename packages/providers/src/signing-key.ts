import { wrongOption } from "@refresh-once/core/adapter";
import { type CryptoKey, importJWK, importPKCS8, type JWK } from "jose";
import type { PrivateCryptoKey, PrivateJwk } from "./private-key.ts";

/** A private key, and how it signs. */
interface SigningKey {
  readonly alg: string;
  /** The id of a JWK. */
  readonly kid: string | undefined;
  /** Imports the key at the first call. */
  load(): Promise<CryptoKey | Uint8Array>;
}

/** The key as the user gave it. */
interface GivenKey {
  readonly key?: PrivateJwk | PrivateCryptoKey | string;
  readonly alg?: string;
}

/**
 * Finds out how a key signs.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if `alg` is needed, or the key is not a private one
 */
export function signingKey(caller: string, { key = "", alg: given }: GivenKey): SigningKey {
  const alg = given ?? algorithmOf(key);
  if (alg === undefined) throw wrongOption(caller, "alg", "given, as the key does not say it");
  if (typeof key === "string") return imported(alg, () => importPKCS8(key, alg));
  if (isCryptoKey(key)) {
    if (key.type !== "private") throw wrongOption(caller, "key", "a private key");
    return { alg, kid: undefined, load: () => Promise.resolve(key) };
  }
  if (!isJwk(key)) throw wrongOption(caller, "key", "a private key");
  return imported(alg, () => importJWK(key, alg), key.kid);
}

function imported(alg: string, load: SigningKey["load"], kid?: string): SigningKey {
  let key: ReturnType<typeof load> | undefined;
  return {
    alg,
    kid,
    load: () => {
      key ??= load();
      return key;
    },
  };
}

function isCryptoKey(key: object): key is CryptoKey {
  return "algorithm" in key && typeof key.algorithm === "object";
}

function isJwk(key: object): key is JWK {
  return "d" in key && typeof key.d === "string";
}

/** An RSA key as a JWK fits several algorithms. */
function algorithmOf(key: PrivateJwk | PrivateCryptoKey | string): string | undefined {
  if (typeof key === "string") return undefined;
  if (!isCryptoKey(key)) return textAt(key, "alg") || ofCurve(textAt(key, "crv"));
  const { name } = key.algorithm;
  const bits = textAt(key.algorithm, "hash", "name").slice("SHA-".length);
  if (name === "RSASSA-PKCS1-v1_5") return `RS${bits}`;
  if (name === "RSA-PSS") return `PS${bits}`;
  return ofCurve(textAt(key.algorithm, "namedCurve") || name);
}

/** Follows names into an object; empty if there is no text. */
function textAt(value: unknown, ...names: readonly string[]): string {
  let found: unknown = value;
  for (const name of names) {
    found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  }
  return typeof found === "string" ? found : "";
}

function ofCurve(curve: string): string | undefined {
  return curves.get(curve);
}

const curves: ReadonlyMap<string, string> = new Map([
  ["P-256", "ES256"],
  ["P-384", "ES384"],
  ["P-521", "ES512"],
  ["Ed25519", "EdDSA"],
]);
