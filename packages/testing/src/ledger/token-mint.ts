import { randomBytes, randomUUID } from "node:crypto";

/** Makes unique token values. */
export interface TokenMint {
  /** @param expiresAt the `exp` of a JWT, epoch ms; `undefined` for a JWT without `exp` */
  accessToken(expiresAt: number | undefined): string;
  refreshToken(): string;
}

/** The formats of a provider's tokens. */
export interface TokenFormats {
  readonly accessToken: "jwt" | "opaque";
  readonly refreshToken: "uuid" | "opaque";
}

/** Makes a mint for random tokens in these formats. */
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
 * Makes a JWT with a random signature, which is not verified: the server looks its tokens up instead. Header
 * and payload begin with a random claim, so that no two tokens have a segment in common.
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
