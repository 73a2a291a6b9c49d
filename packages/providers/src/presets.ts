import type { RefreshFunction } from "@refresh-once/core";
import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import {
  authentication,
  type ClientAuthenticationMethod,
  type ClientAuthenticator,
  clientOptionNames,
} from "./client-authentication.ts";
import { required } from "./client-options.ts";
import { refreshFunction } from "./refresh-function.ts";
import type { TokenEndpointOptions } from "./token-endpoint-options.ts";

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

/** Names of the {@link PresetOptions}. */
const common = ["url", "deadOn", "fetch"] as const;

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
 * Refreshes tokens of the Vault API. Requests and replies are JSON, and access tokens live for a day.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
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
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret. It is required, unless `clientAuthentication` needs none. */
  readonly clientSecret?: string;
  /** How the client authenticates. Default: `"client_secret_post"`, the secret in the body. */
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator;
}

/**
 * Gets tokens by the client credentials grant. Access tokens live for an hour. There is no refresh token, so
 * no token needs to be stored.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 RFC 6749 §4.4}
 */
export const clientCredentials = /* @__PURE__ */ preset(
  "clientCredentials",
  (given: ClientCredentialsOptions): RefreshFunction => {
    const names = [...common, ...clientOptionNames];
    const options = checkOptionNames("clientCredentials", given, names);
    const { clientAuthentication = "client_secret_post" } = options;
    if (clientAuthentication === "client_secret_post") {
      required("clientCredentials", "clientSecret", options.clientSecret);
    }
    const request: Partial<TokenEndpointOptions> = {
      ...options,
      headers: form,
      body: { grant_type: "client_credentials" },
      refreshToken: "none",
      // The reply contains no lifetime. One hour is documented; if a token ends earlier, a 401 shows it.
      lifetime: hour,
    };
    const client = { ...options, clientAuthentication };
    return refreshFunction(
      "clientCredentials",
      request,
      authentication("clientCredentials", client),
    );
  },
);

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
export const partner = /* @__PURE__ */ preset(
  "partner",
  (given: PartnerOptions): RefreshFunction => {
    const { partnerId = Number.NaN, ...options } = checkOptionNames("partner", given, [
      ...common,
      "partnerId",
    ]);
    if (!Number.isInteger(partnerId) || (partnerId | 0) !== partnerId) {
      throw wrongOption("partner", "partnerId", "a signed 32-bit integer");
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
  /** The client's id. */
  readonly clientId: string;
  /** The secret of a confidential client. Default: none. */
  readonly clientSecret?: string;
  /**
   * How the client authenticates. Default: with a `clientSecret`, `"client_secret_basic"`, otherwise
   * `"none"`: the body contains the id.
   */
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator;
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
export const refreshTokenGrant = /* @__PURE__ */ preset(
  "refreshTokenGrant",
  (given: RefreshTokenGrantOptions): RefreshFunction => {
    const names = [...common, ...clientOptionNames];
    const options = checkOptionNames("refreshTokenGrant", given, names);
    const request = {
      ...options,
      headers: form,
      body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    };
    return refreshFunction(
      "refreshTokenGrant",
      request,
      authentication("refreshTokenGrant", options),
    );
  },
);
