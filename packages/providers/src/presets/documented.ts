import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import { commonOptionNames, type PresetOptions, type RequiredUrl } from "../preset-options.ts";
import { day, hour, minute, type ProviderRefresh, withFacts } from "../provider-facts.ts";
import { refreshFunction } from "../refresh-function.ts";

const json = { "content-type": "application/json" };

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
  (given?: PresetOptions): ProviderRefresh => {
    const options = checkOptionNames("oroBank", given, commonOptionNames);
    const refresh = refreshFunction("oroBank", {
      deadOn: [401],
      ...options,
      url: options.url ?? "https://auth.bank.place/sessions/tokens",
      headers: { authorization: "Bearer {refreshToken}" },
      reply: {
        accessToken: "accessToken",
        refreshToken: "refreshToken.value",
        refreshTokenExpiresAt: "refreshToken.expiredAt",
      },
      lifetime: 5 * minute,
    });
    return withFacts(refresh, {
      name: "ORO Bank",
      tokenEndpoint: "https://auth.bank.place/sessions/tokens",
      clientAuthentication: [],
      rotation: "always",
      graceWindow: 0,
      accessTokenLifetime: 5 * minute,
      idleLimit: 3 * hour,
      deadToken: { status: 401 },
    });
  },
);

/**
 * Refreshes tokens of the Vault API. Requests and replies are JSON, and access tokens live for a day.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see Vault API, "Refreshing Access Tokens"
 */
export const vault = /* @__PURE__ */ preset("vault", (given?: PresetOptions): ProviderRefresh => {
  const options = checkOptionNames("vault", given, commonOptionNames);
  const refresh = refreshFunction("vault", {
    deadOn: [401],
    ...options,
    url: options.url ?? "https://api.vault.ist/v2.0/reference/gettoken",
    headers: json,
    body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    lifetime: day,
  });
  return withFacts(refresh, {
    name: "Vault",
    tokenEndpoint: "https://api.vault.ist/v2.0/reference/gettoken",
    clientAuthentication: [],
    accessTokenLifetime: day,
    deadToken: { status: 401 },
  });
});

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
  (given: AutionalOptions): ProviderRefresh => {
    const { cookie = false, ...options } = checkOptionNames("autional", given, [
      ...commonOptionNames,
      "cookie",
    ]);
    const refresh = refreshFunction("autional", {
      ...options,
      headers: json,
      body: cookie ? {} : { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
      refreshToken: cookie ? "cookie" : "required",
    });
    return withFacts(refresh, {
      name: "Autional",
      clientAuthentication: [],
      deadToken: { status: 401, error: "invalid_grant" },
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
  (given: PartnerOptions): ProviderRefresh => {
    const { partnerId = Number.NaN, ...options } = checkOptionNames("partner", given, [
      ...commonOptionNames,
      "partnerId",
    ]);
    if (!Number.isInteger(partnerId) || (partnerId | 0) !== partnerId) {
      throw wrongOption("partner", "partnerId", "a signed 32-bit integer");
    }
    const refresh = refreshFunction("partner", {
      ...options,
      headers: { ...json, partnerId: String(partnerId), grantType: "refresh_token" },
      body: { refreshToken: "{refreshToken}" },
      lifetime: day,
    });
    return withFacts(refresh, {
      name: "Partner",
      clientAuthentication: [],
      rotation: "sometimes",
      accessTokenLifetime: day,
      deadToken: { error: "invalid_grant" },
    });
  },
);
