import type { RefreshFunction } from "@refresh-once/core";
import { clientAuthentication, required } from "./client-authentication.ts";
import { type TokenEndpointOptions, tokenEndpoint } from "./token-endpoint.ts";

/** What every preset takes. */
export interface PresetOptions {
  /** The whole URL of the token endpoint. Default: the documented one, where there is one. */
  readonly url?: string | URL;
  /**
   * Further statuses that mean, without an OAuth error code, that the refresh token is dead. See
   * {@link TokenEndpointOptions.deadOn}. Default: what the provider's document says.
   */
  readonly deadOn?: NonNullable<TokenEndpointOptions["deadOn"]>;
  /** What sends. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Options of a preset whose document names no URL. */
interface RequiredUrl extends PresetOptions {
  readonly url: string | URL;
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** Hour and day in ms. */
const hour = 3_600_000;
const day = 24 * hour;

/**
 * ORO Bank: the refresh token is the bearer of a `POST` without a body, and each one works once.
 *
 * @throws {TypeError} when an option is wrong
 * @see ORO Bank API, "Authentication Flow": `POST /sessions/tokens`
 */
export function oroBank({
  url = "https://auth.bank.place/sessions/tokens",
  ...options
}: PresetOptions = {}): RefreshFunction {
  return tokenEndpoint({
    deadOn: [401],
    url,
    ...options,
    headers: { authorization: "Bearer {refreshToken}" },
    reply: {
      accessToken: "accessToken",
      refreshToken: "refreshToken.value",
      refreshTokenExpiresAt: "refreshToken.expiredAt",
    },
    lifetime: 5 * 60_000,
  });
}

/**
 * Vault: JSON in and out, access tokens of a day.
 *
 * @throws {TypeError} when an option is wrong
 * @see Vault API, "Refreshing Access Tokens"
 */
export function vault({
  url = "https://api.vault.ist/v2.0/reference/gettoken",
  ...options
}: PresetOptions = {}): RefreshFunction {
  return tokenEndpoint({
    deadOn: [401],
    url,
    ...options,
    headers: json,
    body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    lifetime: day,
  });
}

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions extends RequiredUrl {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The client credentials grant: the secret travels in the body only, tokens live for an hour, there
 * is no refresh token and nothing to persist.
 *
 * @throws {TypeError} when an option is wrong
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 RFC 6749 §4.4}
 */
export function clientCredentials(options: ClientCredentialsOptions): RefreshFunction {
  const { clientId, clientSecret, ...rest } = options;
  return tokenEndpoint({
    ...rest,
    headers: form,
    body: {
      client_id: required("clientCredentials", "clientId", clientId),
      client_secret: required("clientCredentials", "clientSecret", clientSecret),
      grant_type: "client_credentials",
    },
    refreshToken: "none",
    // Nothing says how long a token really lives: the hour is documented, the 401 decides.
    lifetime: hour,
  });
}

/** Options of {@link autional}. */
export interface AutionalOptions extends RequiredUrl {
  /** The refresh token is a cookie that `fetch` keeps: the body is `{}`. Default: `false`. */
  readonly cookie?: boolean;
}

/**
 * Autional: flat RFC 6749 replies, with what RAR, OpenID Connect and DPoP add in `extra`.
 *
 * @throws {TypeError} when an option is wrong
 * @see Autional API, "POST /oauth/refresh"
 */
export function autional({ cookie = false, ...options }: AutionalOptions): RefreshFunction {
  return tokenEndpoint({
    ...options,
    headers: json,
    body: cookie ? {} : { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    refreshToken: cookie ? "cookie" : "required",
  });
}

/** Options of {@link partner}. */
export interface PartnerOptions extends RequiredUrl {
  /** A 32-bit integer. */
  readonly partnerId: number;
}

/**
 * Partner API: who asks stands in headers, and a new refresh token comes only "if applicable".
 *
 * @throws {TypeError} when an option is wrong
 * @see Partner API, "Token Refresh Using Refresh Token Grant Type": `POST /v1/auth/token`
 */
export function partner({ partnerId, ...options }: PartnerOptions): RefreshFunction {
  if (!Number.isInteger(partnerId) || (partnerId | 0) !== partnerId) {
    throw new TypeError('partner: "partnerId" must be a 32-bit integer');
  }
  return tokenEndpoint({
    ...options,
    headers: { ...json, partnerId: String(partnerId), grantType: "refresh_token" },
    body: { refreshToken: "{refreshToken}" },
    lifetime: day,
  });
}

/** Options of {@link refreshTokenGrant}. */
export interface RefreshTokenGrantOptions extends RequiredUrl {
  readonly clientId: string;
  /** Of a confidential client; sent by HTTP Basic. Default: none, the id stands in the body. */
  readonly clientSecret?: string;
}

/**
 * The refresh token grant as RFC 6749 has it.
 *
 * @throws {TypeError} when an option is wrong
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export function refreshTokenGrant(options: RefreshTokenGrantOptions): RefreshFunction {
  const { clientId, clientSecret, ...rest } = options;
  const client = clientAuthentication("refreshTokenGrant", clientId, clientSecret);
  return tokenEndpoint({
    ...rest,
    headers: { ...form, ...client.headers },
    body: { grant_type: "refresh_token", refresh_token: "{refreshToken}", ...client.fields },
  });
}
