import { TokenError } from "@refresh-once/core";
import type { SigningKeyPair } from "./key-store.ts";

/** Parameters of the algorithms, by the curve of the key. */
const algorithms = {
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
  Ed25519: { name: "Ed25519" },
} as const;

/** The members of a private key. */
interface PrivateJwk {
  readonly kty: string;
  readonly crv: keyof typeof algorithms;
  readonly x: string;
  readonly y?: string;
  readonly d: string;
}

/**
 * Imports a private key.
 *
 * @param jwk of the curve P-256 or Ed25519
 * @throws {TokenError} `misconfigured`; it contains no part of the key
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517 RFC 7517}
 */
export async function importKeyPair(jwk: unknown): Promise<SigningKeyPair> {
  if (!isPrivateJwk(jwk)) throw wrongKey();
  const { kty, crv, x, y, d } = jwk;
  const publicJwk = { kty, crv, x, ...(y !== undefined && { y }) };
  const { subtle } = crypto;
  try {
    return {
      privateKey: await subtle.importKey("jwk", { ...publicJwk, d }, algorithms[crv], false, [
        "sign",
      ]),
      publicKey: await subtle.importKey("jwk", publicJwk, algorithms[crv], true, ["verify"]),
    };
  } catch {
    throw wrongKey();
  }
}

/**
 * Exports an extractable private key.
 *
 * @returns the members that the key needs, without `key_ops` and `ext`
 */
export async function exportKeyPair({
  privateKey,
}: SigningKeyPair): Promise<Readonly<Record<string, string>>> {
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  const members = Object.entries({ kty, crv, x, y, d });
  return Object.fromEntries(
    members.filter((member): member is [string, string] => member[1] !== undefined),
  );
}

function isPrivateJwk(jwk: unknown): jwk is PrivateJwk {
  if (typeof jwk !== "object" || jwk === null) return false;
  const isText = (name: string) => typeof Reflect.get(jwk, name) === "string";
  const crv: unknown = Reflect.get(jwk, "crv");
  const isCurve = typeof crv === "string" && Object.hasOwn(algorithms, crv);
  return isCurve && isText("kty") && isText("x") && isText("d") && (crv !== "P-256" || isText("y"));
}

function wrongKey(): TokenError {
  return new TokenError(
    "misconfigured",
    "`extra.dpop_jwk` is not a private key (JWK) of the curve P-256 or Ed25519, or WebCrypto is not available. Nothing was sent.",
  );
}
