import type { RefreshFunction } from "@refresh-once/core";
import { clientAuthentication, required } from "./client-authentication.ts";
import { type TokenEndpointOptions, tokenEndpoint } from "./token-endpoint.ts";

/** Options of every preset. */
export interface PresetOptions {
  /** The full URL of the token endpoint. Default: the URL in the provider's documentation, if it has one. */
  readonly url?: string | URL;
  /**
   * Further statuses that mean that the refresh token is dead even without an OAuth error code. See
   * {@link TokenEndpointOptions.deadOn}. Default: as the provider's documentation says.
   */
  readonly deadOn?: NonNullable<TokenEndpointOptions["deadOn"]>;
  /** Sends the request. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Options of a preset whose documentation names no URL. */
interface RequiredUrl extends PresetOptions {
  /** The full URL of the token endpoint. */
  readonly url: string | URL;
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** One hour, in ms. */
const hour = 3_600_000;
/** One day, in ms. */
const day = 24 * hour;

/**
 * Refreshes tokens of the ORO Bank API. The refresh token is sent as the bearer token of a `POST` without a
 * body. Each refresh token works once, and access tokens live for five minutes.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { oroBank } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   seed: () => ({ refreshToken: process.env.ORO_REFRESH_TOKEN ?? "" }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
 * Refreshes tokens of the Vault API. Requests and replies are JSON, and access tokens live for a day.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret, sent in the body. */
  readonly clientSecret: string;
}

/**
 * Gets tokens by the client credentials grant. The secret is sent only in the body. Access tokens live for
 * an hour. There is no refresh token, so no token needs to be stored.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
    // The reply contains no lifetime. One hour is documented; if a token ends earlier, a 401 shows it.
    lifetime: hour,
  });
}

/** Options of {@link autional}. */
export interface AutionalOptions extends RequiredUrl {
  /** Whether the refresh token is a cookie that `fetch` stores and sends. The body is then `{}`. Default: `false`. */
  readonly cookie?: boolean;
}

/**
 * Refreshes tokens of the Autional API. Replies are those of RFC 6749. Fields of Rich Authorization Requests,
 * OpenID Connect and DPoP are in `extra`.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
  /** The partner's id, a signed 32-bit integer. */
  readonly partnerId: number;
}

/**
 * Refreshes tokens of the Partner API. The partner's id and the grant type are sent as headers. A reply has a
 * new refresh token only "if applicable"; otherwise the present one stays valid.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see Partner API, "Token Refresh Using Refresh Token Grant Type": `POST /v1/auth/token`
 */
export function partner({ partnerId, ...options }: PartnerOptions): RefreshFunction {
  if (!Number.isInteger(partnerId) || (partnerId | 0) !== partnerId) {
    throw new TypeError('partner: "partnerId" must be a signed 32-bit integer');
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
  /** The client's id. */
  readonly clientId: string;
  /** The secret of a confidential client, sent by HTTP Basic. Default: none; the body contains the id. */
  readonly clientSecret?: string;
}

/**
 * Refreshes tokens by the refresh token grant of RFC 6749, for any provider that follows the standard.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { refreshTokenGrant } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: refreshTokenGrant({ url: "https://auth.example/token", clientId: "my-app" }),
 *   seed: () => ({ refreshToken: process.env.REFRESH_TOKEN ?? "" }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
