import type { RefreshFunction } from "@refresh-once/core";
import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import {
  authentication,
  type ClientAuthenticationMethod,
  type ClientAuthenticator,
  clientOptionNames,
} from "../client-authentication.ts";
import { required } from "../client-options.ts";
import { checkIssuer, discovery } from "../discovery.ts";
import { commonOptionNames, type PresetOptions, type RequiredUrl } from "../preset-options.ts";
import { hour, type ProviderRefresh, withFacts } from "../provider-facts.ts";
import { refreshFunction } from "../refresh-function.ts";
import type { TokenEndpointOptions } from "../token-endpoint-options.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };

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
  (given: ClientCredentialsOptions): ProviderRefresh => {
    const names = [...commonOptionNames, ...clientOptionNames];
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
    const authenticate = authentication("clientCredentials", client);
    return withFacts(refreshFunction("clientCredentials", request, authenticate), {
      name: "client credentials",
      clientAuthentication: ["client_secret_post"],
      accessTokenLifetime: hour,
    });
  },
);

/** Options of {@link refreshTokenGrant}: either `url` or `issuer` is required. */
export interface RefreshTokenGrantOptions extends PresetOptions {
  /** The full URL of the token endpoint. Default: the one in the discovery document of the `issuer`. */
  readonly url?: string | URL;
  /**
   * The issuer identifier of the authorization server, exactly as its discovery document has it. The document
   * is fetched before the first refresh, once. Default: none; the `url` is used.
   */
  readonly issuer?: string;
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
 *   refresh: refreshTokenGrant({ issuer: "https://auth.example", clientId: "my-app" }),
 *   seed: () => ({ refreshToken: process.env.REFRESH_TOKEN ?? "" }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 * @see {@link https://www.rfc-editor.org/rfc/rfc8414#section-3 RFC 8414 §3}: discovery
 */
export const refreshTokenGrant = /* @__PURE__ */ preset(
  "refreshTokenGrant",
  (given: RefreshTokenGrantOptions): RefreshFunction => {
    const names = [...commonOptionNames, "issuer", ...clientOptionNames];
    const options = checkOptionNames("refreshTokenGrant", given, names);
    const { issuer } = options;
    if (issuer !== undefined && options.url !== undefined) {
      throw wrongOption("refreshTokenGrant", "issuer", "absent if there is a `url`");
    }
    const request = {
      ...options,
      headers: form,
      body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
    };
    const authenticate = authentication("refreshTokenGrant", options);
    if (issuer === undefined) return refreshFunction("refreshTokenGrant", request, authenticate);
    const { fetch } = checkIssuer("refreshTokenGrant", { ...options, issuer });
    const locate = discovery(issuer, fetch);
    const withIssuer = { ...request, url: issuer };
    return refreshFunction("refreshTokenGrant", withIssuer, authenticate, { issuer, locate });
  },
);
