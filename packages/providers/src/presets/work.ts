import { day, hour, minute } from "../provider-facts.ts";
import { type ProviderOptions, providerPreset } from "../provider-preset.ts";

/**
 * Refreshes user access tokens of a GitHub App whose tokens expire. Without a secret, only for logins by the
 * device flow. A dead refresh token is a reply with status 200.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens GitHub, "Refreshing user access tokens"}, read 2026-11-30
 * @see {@link https://github.com/langchain-ai/open-swe/pull/1491 langchain-ai/open-swe#1491}, read 2026-11-30: `bad_refresh_token`
 */
export const github = /* @__PURE__ */ providerPreset("github", () => ({
  name: "GitHub App",
  tokenEndpoint: "https://github.com/login/oauth/access_token",
  clientAuthentication: ["client_secret_post", "none"],
  rotation: "always",
  graceWindow: 0,
  endsAccessToken: true,
  accessTokenLifetime: 8 * hour,
  refreshTokenLifetime: 15_811_200_000,
  deadToken: { status: 200, error: "bad_refresh_token" },
  deadErrors: ["bad_refresh_token"],
}));

/** Options of {@link gitlab}. */
export interface GitLabOptions extends ProviderOptions {
  /** The host of the GitLab instance. Default: `"gitlab.com"`. */
  readonly host?: string;
  /** The redirect URI of the login. GitLab wants it in the refresh as well. */
  readonly redirectUri: string;
}

/**
 * Refreshes tokens of an OAuth application of GitLab.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://docs.gitlab.com/api/oauth2/ GitLab, "OAuth 2.0 identity provider API"}, read 2026-11-30
 * @see {@link https://github.com/Dynatrace/ace-box/issues/580 Dynatrace/ace-box#580}, read 2026-11-30: the reply to an invalid grant
 */
export const gitlab = /* @__PURE__ */ providerPreset<GitLabOptions>("gitlab", () => ({
  name: "GitLab",
  tokenEndpoint: "https://{host}/oauth/token",
  inUrl: { host: "gitlab.com" },
  inBody: { redirect_uri: "redirectUri" },
  clientAuthentication: ["client_secret_post", "none"],
  rotation: "always",
  graceWindow: 0,
  endsAccessToken: true,
  accessTokenLifetime: 2 * hour,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/**
 * Refreshes tokens of an Atlassian app (OAuth 2.0, 3LO), such as for Jira. A refresh token lives for 90 days
 * without use. A login lives for 365 days.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens Atlassian, "Implementing the Refresh Token Flow"}, read 2026-11-30
 * @see {@link https://github.com/microsoft/generative-ai-for-beginners/issues/342 a copy of a part of this page}, read 2026-11-30: 10 minutes, 365 days
 * @see {@link https://mrrefactoring.github.io/jira.js/api/interfaces/index.OAuth2TokenResponse.html jira.js, "OAuth2TokenResponse"}, read 2026-11-30: one hour
 * @see {@link https://mrrefactoring.github.io/jira.js/api/functions/index.isReauthorizationRequired.html jira.js, "isReauthorizationRequired"}, read 2026-11-30: 90 days without use
 * @see {@link https://nango.dev/blog/jira-oauth-refresh-token-invalid-grant Nango, "Jira OAuth refresh token invalid_grant"}, read 2026-11-30: status 403
 */
export const atlassian = /* @__PURE__ */ providerPreset("atlassian", () => ({
  name: "Atlassian",
  tokenEndpoint: "https://auth.atlassian.com/oauth/token",
  clientAuthentication: ["client_secret_post"],
  rotation: "always",
  graceWindow: 10 * minute,
  accessTokenLifetime: hour,
  refreshTokenLifetime: 365 * day,
  idleLimit: 90 * day,
  deadToken: { status: 403, error: "invalid_grant" },
}));

/**
 * Refreshes tokens of an OAuth application of Linear.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://linear.app/developers/oauth-2-0-authentication Linear, "OAuth 2.0 authentication"}, read 2026-11-30
 * @see {@link https://github.com/linear/weather-bot/pull/2 linear/weather-bot#2}, read 2026-11-30: parameters or HTTP Basic
 * @see {@link https://github.com/better-auth/better-auth/pull/6003 better-auth/better-auth#6003}, read 2026-11-30: 24 hours, rotation
 * @see {@link https://nango.dev/blog/linear-oauth-refresh-token-invalid-grant Nango, "Linear OAuth refresh token invalid_grant"}, read 2026-12-01: endpoint, status 400
 */
export const linear = /* @__PURE__ */ providerPreset("linear", () => ({
  name: "Linear",
  tokenEndpoint: "https://api.linear.app/oauth/token",
  clientAuthentication: ["client_secret_post", "client_secret_basic", "none"],
  rotation: "always",
  accessTokenLifetime: 24 * hour,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/**
 * Refreshes bot and user tokens of a Slack app with token rotation. The reply to a refresh has the tokens of a
 * user at its top, not under `authed_user` as at the login. Refresh tokens do not expire.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://docs.slack.dev/authentication/using-token-rotation Slack, "Using token rotation"}, read 2026-11-30
 * @see {@link https://app.unpkg.com/slack-web-api-client@1.1.7/files/dist/token-rotation/token-rotator.js slack-web-api-client, "token-rotator.js"}, read 2026-11-30: parameters
 * @see {@link https://github.com/NVIDIA/nemoclaw-community/issues/122 NVIDIA/nemoclaw-community#122}, read 2026-11-30: the reply to a refresh
 * @see {@link https://github.com/slackapi/node-slack-sdk/pull/1287 slackapi/node-slack-sdk#1287}, read 2026-11-30: the refresh token does not expire
 * @see {@link https://github.com/slackapi/python-slack-sdk/issues/1242 slackapi/python-slack-sdk#1242}, read 2026-11-30: `invalid_refresh_token`
 */
export const slack = /* @__PURE__ */ providerPreset("slack", () => ({
  name: "Slack",
  tokenEndpoint: "https://slack.com/api/oauth.v2.access",
  clientAuthentication: ["client_secret_post"],
  rotation: "always",
  graceWindow: 0,
  accessTokenLifetime: 12 * hour,
  deadToken: { error: "invalid_refresh_token" },
  deadErrors: ["invalid_refresh_token"],
}));

/**
 * Refreshes tokens of a user-authorized app of Zoom. Sources differ about the lifetime of a refresh token. Besides
 * its text, the reply to a dead one has the standard's `error`: `invalid_grant` or `invalid_request`.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developers.qodex.ai/zoom-public/get-started-fast-with-zoom-apis/api-authorization-authentication-legacy-applications-oauth-app-oauth-2-0/refresh-access-token-1 Zoom's public collection, "Refresh access token"}, read 2026-11-30
 * @see {@link https://documentation.sailpoint.com/connectors/saas/zoom/help/saas_connectivity/zoom/grant_type_refresh_token.html SailPoint, "Grant Type: Refresh Token"}, read 2026-11-30: rotation
 * @see {@link https://github.com/raycast/extensions/issues/10896 raycast/extensions#10896}, read 2026-11-30: the reply to a dead token
 */
export const zoom = /* @__PURE__ */ providerPreset("zoom", () => ({
  name: "Zoom",
  tokenEndpoint: "https://zoom.us/oauth/token",
  clientAuthentication: ["client_secret_basic_raw"],
  rotation: "always",
  graceWindow: 0,
  accessTokenLifetime: hour,
  deadToken: { status: 400, error: "Invalid Token!" },
  deadErrors: ["Invalid Token!"],
  reply: { error: "reason" },
}));
