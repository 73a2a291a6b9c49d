import type { RefreshFunction } from "@refresh-once/core";
import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import { clientAuthentication, required } from "./client-authentication.ts";
import { refreshFunction, type TokenEndpointOptions } from "./token-endpoint.ts";

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

/** Names of the {@link PresetOptions}. */
const common = ["url", "deadOn", "fetch"] as const;

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
export const oroBank = /* @__PURE__ */ preset(
  "oroBank",
  (given?: PresetOptions): RefreshFunction => {
    const options = checkOptionNames("oroBank", given, common);
    return refreshFunction("oroBank", {
      deadOn: [401],
      ...options,
      url: options.url ?? "https://auth.bank.place/sessions/tokens",
      headers: { authorization: "Bearer {refreshToken}" },
      reply: {
        accessToken: "accessToken",
        refreshToken: "refreshToken.value",
        refreshTokenExpiresAt: "refreshToken.expiredAt",
      },
      lifetime: 5 * 60_000,
    });
  },
);

/**
 * Vault: JSON in and out, access tokens of a day.
 *
 * @throws {TypeError} when an option is wrong
 * @see Vault API, "Refreshing Access Tokens"
 */
export const vault = /* @__PURE__ */ preset("vault", (given?: PresetOptions): RefreshFunction => {
  const options = checkOptionNames("vault", given, common);
  return refreshFunction("vault", {
    deadOn: [401],
    ...options,
    url: options.url ?? "https://api.vault.ist/v2.0/reference/gettoken",
    headers: json,
    body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    lifetime: day,
  });
});

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
export const clientCredentials = /* @__PURE__ */ preset(
  "clientCredentials",
  (given: ClientCredentialsOptions): RefreshFunction => {
    const options = checkOptionNames("clientCredentials", given, [
      ...common,
      "clientId",
      "clientSecret",
    ]);
    const { clientId, clientSecret, ...rest } = options;
    return refreshFunction("clientCredentials", {
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
  },
);

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
export const autional = /* @__PURE__ */ preset(
  "autional",
  (given: AutionalOptions): RefreshFunction => {
    const { cookie = false, ...options } = checkOptionNames("autional", given, [
      ...common,
      "cookie",
    ]);
    return refreshFunction("autional", {
      ...options,
      headers: json,
      body: cookie ? {} : { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
      refreshToken: cookie ? "cookie" : "required",
    });
  },
);

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
export const partner = /* @__PURE__ */ preset(
  "partner",
  (given: PartnerOptions): RefreshFunction => {
    const { partnerId = Number.NaN, ...options } = checkOptionNames("partner", given, [
      ...common,
      "partnerId",
    ]);
    if (!Number.isInteger(partnerId) || (partnerId | 0) !== partnerId) {
      throw wrongOption("partner", "partnerId", "a 32-bit integer");
    }
    return refreshFunction("partner", {
      ...options,
      headers: { ...json, partnerId: String(partnerId), grantType: "refresh_token" },
      body: { refreshToken: "{refreshToken}" },
      lifetime: day,
    });
  },
);

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
export const refreshTokenGrant = /* @__PURE__ */ preset(
  "refreshTokenGrant",
  (given: RefreshTokenGrantOptions): RefreshFunction => {
    const options = checkOptionNames("refreshTokenGrant", given, [
      ...common,
      "clientId",
      "clientSecret",
    ]);
    const { clientId, clientSecret, ...rest } = options;
    const client = clientAuthentication("refreshTokenGrant", clientId, clientSecret);
    return refreshFunction("refreshTokenGrant", {
      ...rest,
      headers: { ...form, ...client.headers },
      body: { grant_type: "refresh_token", refresh_token: "{refreshToken}", ...client.fields },
    });
  },
);
