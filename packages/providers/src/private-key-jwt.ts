/**
 * Client authentication by a signed JWT, `private_key_jwt`. It needs jose, so it is an entry of its own.
 *
 * @packageDocumentation
 */
import { checkOptions, type OptionRules, textRule } from "@refresh-once/core/adapter";
import { SignJWT } from "jose";
import type { ClientAuthenticator } from "./client-authentication.ts";
import type { PrivateCryptoKey, PrivateJwk } from "./private-key.ts";
import { signingKey } from "./signing-key.ts";

export type { ClientAuthenticator } from "./client-authentication.ts";
export type { PrivateCryptoKey, PrivateJwk } from "./private-key.ts";

/** Options of {@link privateKeyJwt}. */
export interface PrivateKeyJwtOptions {
  /** The private key: a JWK, a `CryptoKey`, or the text of a PEM file in PKCS #8 (`BEGIN PRIVATE KEY`). */
  readonly key: PrivateJwk | PrivateCryptoKey | string;
  /**
   * The algorithm of the signature: ES256, RS256, PS256, EdDSA or another that jose knows. Default: the `alg`
   * of a JWK, or what the key itself says. It is required for a PEM file, and for an RSA key as a JWK
   * without `alg`.
   */
  readonly alg?: string;
  /** The id under which the provider knows the key. Default: the `kid` of a JWK, otherwise none. */
  readonly kid?: string;
  /**
   * The audience that the provider expects. Default: the issuer, if `refreshTokenGrant` has one, otherwise the
   * URL of the endpoint.
   */
  readonly audience?: string;
  /** How long a JWT is valid, in ms. Default: 60,000. */
  readonly lifetime?: number;
  /** Further members of the JWT's header, such as `x5t#S256` or `typ`. Default: none. */
  readonly header?: Readonly<Record<string, string>>;
}

/**
 * Authenticates a client by a JWT that it signs with its private key. Each request gets a new JWT with a `jti`
 * of its own, because providers accept each only once.
 *
 * @example
 * ```ts
 * import { refreshTokenGrant } from "@refresh-once/providers";
 * import { privateKeyJwt } from "@refresh-once/providers/private-key-jwt";
 *
 * export const refresh = refreshTokenGrant({
 *   url: "https://auth.example/token",
 *   clientId: "my-app",
 *   clientAuthentication: privateKeyJwt({ key: JSON.parse(process.env.CLIENT_JWK ?? "{}") }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7523#section-2.2 RFC 7523 §2.2}
 */
export function privateKeyJwt(options: PrivateKeyJwtOptions): ClientAuthenticator {
  const checked = checkOptions("privateKeyJwt", options, rules);
  const { kid, audience, lifetime = 60_000, header } = checked;
  const key = signingKey("privateKeyJwt", checked);
  return async ({ clientId, url, issuer }) => {
    const issuedAt = Math.floor(Date.now() / 1_000) - clockSkew;
    const id = kid ?? key.kid;
    const jwt = new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ ...header, alg: key.alg, ...(id !== undefined && { kid: id }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience ?? issuer ?? url)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(Math.ceil((Date.now() + lifetime) / 1_000));
    return {
      fields: {
        client_id: clientId,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await jwt.sign(await key.load()),
      },
    };
  };
}

/** In seconds. If the provider's clock is slow, a JWT that was issued now would be from its future. */
const clockSkew = 10;

const rules: OptionRules<PrivateKeyJwtOptions> = {
  key: {
    mustBe: "a private key: a JWK, a CryptoKey or the text of a PEM file in PKCS #8",
    isRight: (key) => (typeof key === "object" && key !== null) || isPem(key),
    isRequired: true,
  },
  alg: textRule,
  kid: textRule,
  audience: textRule,
  lifetime: {
    mustBe: "a positive number of milliseconds",
    isRight: (value) => Number.isFinite(value) && Number(value) > 0,
  },
  header: {
    mustBe: "an object of strings",
    isRight: (header) =>
      typeof header === "object" &&
      header !== null &&
      Object.values(header).every((value) => typeof value === "string"),
  },
};

function isPem(key: unknown): boolean {
  return typeof key === "string" && key.trimStart().startsWith("-----BEGIN PRIVATE KEY-----");
}
