import { base64url, calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import type { ReceivedRequest } from "../request-log.ts";
import type { Binding } from "./binding.ts";

/** A proof whose signature and claims are right. */
export interface Proof {
  readonly binding: Binding;
  readonly jti: string;
  readonly nonce: string | undefined;
}

/** What a proof must be about. */
export interface ProofTarget {
  readonly request: ReceivedRequest;
  /** The access token in the same request, if there is one. */
  readonly accessToken: string | undefined;
  /** How far `iat` may be off, ms. */
  readonly tolerance: number;
}

const algorithms = ["ES256", "Ed25519", "EdDSA"];

/**
 * Verifies a proof.
 *
 * @returns what is wrong with it, as a text
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.3 RFC 9449 §4.3}
 */
export async function readProof(
  proof: string,
  { request, accessToken, tolerance }: ProofTarget,
): Promise<Proof | string> {
  const verified = await jwtVerify(proof, EmbeddedJWK, { typ: "dpop+jwt", algorithms }).catch(
    () => undefined,
  );
  if (verified === undefined) return "The proof is not a valid JWT of the type dpop+jwt.";
  const { payload, protectedHeader } = verified;
  const { htm, htu, iat, jti, ath, nonce } = payload;
  if (typeof jti !== "string" || jti === "") return "The proof has no jti.";
  if (htm !== request.method) return "htm is not the method of the request.";
  if (htu !== targetOf(request)) return "htu is not the URL of the request.";
  if (Math.abs(Date.now() - Number(iat) * 1_000) > tolerance) return "iat is not recent.";
  if (ath !== (accessToken && (await hashOf(accessToken))))
    return "ath is not the hash of the token.";
  if (nonce !== undefined && typeof nonce !== "string") return "nonce is not a string.";
  const { alg, jwk } = protectedHeader;
  if (jwk === undefined || "d" in jwk) return "The proof has no public key.";
  const thumbprint = await calculateJwkThumbprint(jwk);
  return { binding: { thumbprint, algorithm: alg }, jti, nonce };
}

/** The URL of a request without its query, as the client sees it: a proxy in between tells it by a header. */
function targetOf({ headers, path }: ReceivedRequest): string {
  const { origin, pathname } = new URL(headers["x-original-url"] ?? path, `http://${headers.host}`);
  return origin + pathname;
}

async function hashOf(accessToken: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken));
  return base64url.encode(new Uint8Array(hash));
}
