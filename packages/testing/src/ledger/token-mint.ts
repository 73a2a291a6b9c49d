import { randomBytes, randomUUID } from "node:crypto";

/** Makes token values, each of them new. */
export interface TokenMint {
  /** @param expiresAt - the end that the token itself states, epoch ms; none when it keeps silent */
  accessToken(expiresAt: number | undefined): string;
  refreshToken(): string;
}

/** What a provider's tokens look like. */
export interface TokenFormats {
  readonly accessToken: "jwt" | "opaque";
  readonly refreshToken: "uuid" | "opaque";
}

/** A mint for tokens of the given looks, from the system's randomness. */
export function createMint(formats: TokenFormats): TokenMint {
  return {
    accessToken: formats.accessToken === "jwt" ? jwt : opaque,
    refreshToken: formats.refreshToken === "uuid" ? randomUUID : opaque,
  };
}

function opaque(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * Looks like a JWT, but nobody can verify it: the server knows its tokens by heart. Header and payload
 * each begin with a random claim, so that no segment of one token is found in another.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-2 RFC 7519 §2}: a NumericDate may have a
 * fraction, which a lifetime of a few seconds needs to be stated exactly.
 */
function jwt(expiresAt: number | undefined): string {
  const header = { kid: opaque(), alg: "ES256" };
  const payload = { jti: opaque(), ...(expiresAt !== undefined && { exp: expiresAt / 1_000 }) };
  const signature = randomBytes(64).toString("base64url");
  return `${segment(header)}.${segment(payload)}.${signature}`;
}

function segment(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}
