import { day } from "../provider-facts.ts";
import { type ProviderOptions, providerPreset } from "../provider-preset.ts";

/** Options of {@link auth0} and {@link okta}. */
export interface DomainOptions extends ProviderOptions {
  /** The host of your tenant, such as `tenant.eu.auth0.com`. Required, unless there is a `url`. */
  readonly domain?: string;
}

/**
 * Refreshes tokens of an application of Auth0. Rotation, its overlap period and all lifetimes are settings of
 * the application. In the overlap period, only the previous refresh token works again.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-rotation Auth0, "Configure Refresh Token Rotation"}, read 2026-11-30
 * @see {@link https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration Auth0, "Configure Refresh Token Expiration"}, read 2026-11-30
 * @see {@link https://github.com/NangoHQ/nango/blob/2f4c0af671e2ca1c43dd4e78f3c369218bf3fc87/packages/providers/providers.yaml NangoHQ/nango, "providers.yaml"}, read 2026-11-30: endpoint
 * @see {@link https://github.com/auth0/nextjs-auth0/issues/498 auth0/nextjs-auth0#498}, read 2026-11-30: the reply to a dead token
 */
export const auth0 = /* @__PURE__ */ providerPreset<DomainOptions>("auth0", () => ({
  name: "Auth0",
  tokenEndpoint: "https://{domain}/oauth/token",
  inUrl: { domain: undefined },
  clientAuthentication: ["client_secret_post", "client_secret_basic", "none"],
  rotation: "setting",
  deadToken: { error: "invalid_grant" },
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
 * @see {@link https://developer.okta.com/docs/guides/refresh-tokens/main/ Okta, "Refresh access tokens"}, read 2026-11-30
 */
export const okta = /* @__PURE__ */ providerPreset<OktaOptions>("okta", () => ({
  name: "Okta",
  tokenEndpoint: "https://{domain}/oauth2/{authorizationServer}/v1/token",
  inUrl: { domain: undefined, authorizationServer: "default" },
  clientAuthentication: ["client_secret_basic", "client_secret_post", "none"],
  rotation: "setting",
  graceWindow: 30_000,
  idleLimit: 7 * day,
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
 * @see {@link https://github.com/NangoHQ/nango/blob/2f4c0af671e2ca1c43dd4e78f3c369218bf3fc87/packages/providers/providers.yaml NangoHQ/nango, "providers.yaml"}, read 2026-11-30: endpoint
 */
export const entra = /* @__PURE__ */ providerPreset<EntraOptions>("entra", () => ({
  name: "Microsoft Entra ID",
  tokenEndpoint: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
  inUrl: { tenant: "common" },
  clientAuthentication: ["client_secret_post", "none"],
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
 * @see {@link https://github.com/dolfim/django-gmailapi-backend/issues/9 dolfim/django-gmailapi-backend#9}, read 2026-11-30: the reply to a dead token
 * @see {@link https://github.com/NangoHQ/nango/blob/2f4c0af671e2ca1c43dd4e78f3c369218bf3fc87/packages/providers/providers.yaml NangoHQ/nango, "providers.yaml"}, read 2026-11-30: endpoint
 */
export const google = /* @__PURE__ */ providerPreset("google", () => ({
  name: "Google",
  tokenEndpoint: "https://oauth2.googleapis.com/token",
  clientAuthentication: ["client_secret_post", "none"],
  idleLimit: 6 * 30 * day,
  deadToken: { error: "invalid_grant" },
}));
