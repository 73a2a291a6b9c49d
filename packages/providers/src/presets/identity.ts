import { day } from "../provider-facts.ts";
import { type ProviderOptions, providerPreset } from "../provider-preset.ts";

/** Options of {@link auth0} and {@link okta}. */
export interface DomainOptions extends ProviderOptions {
  /** The host of your tenant, such as `tenant.eu.auth0.com`. Required, unless there is a `url`. */
  readonly domain?: string;
}

/**
 * Refreshes tokens of an application of Auth0. Rotation, its overlap period and all lifetimes are settings of
 * the application. The overlap period is 0 by default; in it, only the previous refresh token works again. With
 * rotation, a login ends after 30 days by default.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/auth0/docs-v2/blob/0cb5a090364aae9f6f4bba2248cd0ee053f57b72/main/docs/secure/tokens/refresh-tokens/configure-refresh-token-rotation.mdx Auth0, "Configure Refresh Token Rotation"}, read 2026-12-01: overlap period, 30 days with rotation
 * @see {@link https://github.com/auth0/docs-v2/blob/0bc697041b1e32b83394739c2b1b2e3485d302ce/main/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration.mdx Auth0, "Configure Refresh Token Expiration"}, read 2026-12-01: 30 days without use
 * @see {@link https://github.com/auth0/docs-v2/blob/0c7b7e56c5e2aa95abc5600a51d3762f36f15823/main/docs/api/authentication/refresh-token/refresh-token.mdx Auth0, "Refresh Access Token"}, read 2026-12-01: endpoint, parameters or HTTP Basic, status 403
 * @see {@link https://github.com/auth0/Auth0.swift/issues/819 auth0/Auth0.swift#819}, read 2026-12-01: `invalid_grant`
 */
export const auth0 = /* @__PURE__ */ providerPreset<DomainOptions>("auth0", () => ({
  name: "Auth0",
  tokenEndpoint: "https://{domain}/oauth/token",
  inUrl: { domain: undefined },
  clientAuthentication: ["client_secret_post", "client_secret_basic", "none"],
  rotation: "setting",
  graceWindow: 0,
  refreshTokenLifetime: 30 * day,
  idleLimit: 30 * day,
  deadToken: { status: 403, error: "invalid_grant" },
}));

/** Options of {@link okta}. */
export interface OktaOptions extends DomainOptions {
  /** The id of the custom authorization server. Default: `"default"`. For the org's own, give a `url`. */
  readonly authorizationServer?: string;
}

/**
 * Refreshes tokens of an app integration of Okta. Rotation is the default of single-page applications. The
 * grace period is 30 seconds by default, and at most 60. A refresh token ends after seven days without use by
 * default. If a used one is sent again later, all tokens since the login end.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/okta/okta-developer-docs/blob/01d856d2830659d82fca064181828d2f851fa441/packages/@okta/vuepress-site/docs/guides/refresh-tokens/main/index.md Okta, "Refresh access tokens"}, read 2026-12-01
 * @see {@link https://github.com/okta/okta-developer-docs/blob/021698357fb257730fc891afb602ecb455b75fb2/packages/@okta/vuepress-site/docs/reference/api/oidc/index.md Okta, "OpenID Connect & OAuth 2.0 API"}, read 2026-12-01: parameters, `invalid_grant`
 * @see {@link https://github.com/okta/okta-react-native/issues/287 okta/okta-react-native#287}, read 2026-12-01: status 400
 */
export const okta = /* @__PURE__ */ providerPreset<OktaOptions>("okta", () => ({
  name: "Okta",
  tokenEndpoint: "https://{domain}/oauth2/{authorizationServer}/v1/token",
  inUrl: { domain: undefined, authorizationServer: "default" },
  clientAuthentication: ["client_secret_basic", "client_secret_post", "none"],
  rotation: "setting",
  graceWindow: 30_000,
  idleLimit: 7 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/** Options of {@link entra}. */
export interface EntraOptions extends ProviderOptions {
  /** The id or the domain of the tenant, or `"common"`, `"organizations"` or `"consumers"`. Default: `"common"`. */
  readonly tenant?: string;
}

/**
 * Refreshes tokens of Microsoft Entra ID (the Microsoft identity platform, version 2.0). A refresh returns a
 * new refresh token, and the old one stays valid. A login of a single-page application ends after 24 hours.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens Microsoft, "Refresh tokens in the Microsoft identity platform"}, read 2026-11-30
 * @see {@link https://workos.com/blog/invalid-grant-oauth-errors-by-provider WorkOS, "What invalid_grant actually means"}, read 2026-11-30: the reply to a dead token
 * @see {@link https://github.com/MicrosoftDocs/entra-docs/blob/0c1ac842ddc96d49ce2897f751c6298dc524b9a5/docs/identity-platform/v2-oauth2-auth-code-flow.md Microsoft, "OAuth 2.0 authorization code flow"}, read 2026-12-01: endpoint, parameters or HTTP Basic, the old refresh token stays valid
 */
export const entra = /* @__PURE__ */ providerPreset<EntraOptions>("entra", () => ({
  name: "Microsoft Entra ID",
  tokenEndpoint: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
  inUrl: { tenant: "common" },
  clientAuthentication: ["client_secret_post", "client_secret_basic", "none"],
  rotation: "always",
  graceWindow: Number.POSITIVE_INFINITY,
  idleLimit: 90 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/**
 * Refreshes tokens of a Google OAuth client. A refresh token ends after six months without use, or if the user
 * has too many. Google also ends it for other reasons, such as a changed password.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developers.google.com/identity/protocols/oauth2 Google, "Using OAuth 2.0 to Access Google APIs"}, read 2026-11-30
 * @see {@link https://qiita.com/croquette0212/items/8da7ccaa09abf89d4f51 an article that quotes this page}, read 2026-11-30: six months, old tokens stay valid
 * @see {@link https://github.com/googleapis/google-auth-library-nodejs/blob/021b96910a67bfa373b38ea8afbedd31b405da0f/src/auth/oauth2client.ts google-auth-library, "oauth2client.ts"}, read 2026-12-01: endpoint, parameters
 * @see {@link https://github.com/GeneralTask/task-manager/pull/997 GeneralTask/task-manager#997}, read 2026-12-01: 400 `invalid_grant`
 */
export const google = /* @__PURE__ */ providerPreset("google", () => ({
  name: "Google",
  tokenEndpoint: "https://oauth2.googleapis.com/token",
  clientAuthentication: ["client_secret_post", "none"],
  idleLimit: 6 * 30 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));
