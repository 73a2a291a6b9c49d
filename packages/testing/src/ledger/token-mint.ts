import { randomBytes, randomUUID } from "node:crypto";

/** Makes unique token values. */
export interface TokenMint {
  /** Makes an access token; if it is a JWT, with these claims. */
  accessToken(claims: AccessTokenClaims): string;
  refreshToken(): string;
}

/** The claims of an access token that is a JWT. */
interface AccessTokenClaims {
  /** The `exp`, epoch ms; `undefined` for a JWT without `exp`. */
  readonly expiresAt: number | undefined;
  /** The `cnf.jkt` (RFC 9449 §6.1); `undefined` if the token is not bound to a key. */
  readonly thumbprint: string | undefined;
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
function jwt({ expiresAt, thumbprint }: AccessTokenClaims): string {
  const header = { kid: opaque(), alg: "ES256" };
  const payload = {
    jti: opaque(),
    ...(expiresAt !== undefined && { exp: expiresAt / 1_000 }),
    ...(thumbprint !== undefined && { cnf: { jkt: thumbprint } }),
  };
  const signature = randomBytes(64).toString("base64url");
  return `${segment(header)}.${segment(payload)}.${signature}`;
}

function segment(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}
