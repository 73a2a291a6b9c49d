import { day, hour } from "../provider-facts.ts";
import { providerPreset } from "../provider-preset.ts";

/**
 * Refreshes tokens of an X app (OAuth 2.0 with `offline.access`). A confidential client authenticates by HTTP
 * Basic. The reply to a dead refresh token is `invalid_request`; only its description distinguishes it.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/unasuke/omniauth-twitter2/issues/4 unasuke/omniauth-twitter2#4}, read 2026-11-30: HTTP Basic, a new refresh token
 * @see {@link https://github.com/better-auth/better-auth/issues/2095 better-auth/better-auth#2095}, read 2026-11-30: HTTP Basic
 * @see {@link https://github.com/trypostit/trypost/blob/e120adbc0dd8d6807ec7dff8625c4afeb50b59ee/tests/Feature/Services/Social/XPublisherTest.php trypostit/trypost, "XPublisherTest"}, read 2026-11-30: endpoint, the reply to a dead token
 * @see {@link https://avyl.ru/1c/OpenIntegrations/blame/commit/88513b8f0f100ae6c384cb2076edf672d34b7e96/docs/en/md/Twitter/Data-and-settings/Refresh-token.md OpenIntegrations, "Refresh token"}, read 2026-11-30: the reply to a refresh
 * @see {@link https://github.com/myConsciousness/twitter-oauth2-pkce/issues/10 myConsciousness/twitter-oauth2-pkce#10}, read 2026-11-30: 7,200 seconds
 */
export const x = /* @__PURE__ */ providerPreset("x", () => ({
  name: "X",
  tokenEndpoint: "https://api.x.com/2/oauth2/token",
  clientAuthentication: ["client_secret_basic_raw", "none"],
  rotation: "always",
  accessTokenLifetime: 2 * hour,
  deadToken: { status: 400, error: "Value passed for the token was invalid." },
  deadErrors: ["Value passed for the token was invalid."],
  reply: { error: "error_description" },
}));

/**
 * Refreshes tokens of a Strava app. The refresh token can change with each refresh.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developers.strava.com/docs/authentication/ Strava, "Authentication"}, read 2026-11-30
 * @see {@link https://code.dblock.org/2018/11/17/dealing-with-strava-api-token-migration.html D. Doubrovkine, "Dealing with Strava API OAuth Token Migration"}, read 2026-11-30: endpoint, the refresh token can change
 * @see {@link https://github.com/dreeveapp/dreeve/issues/1449 dreeveapp/dreeve#1449}, read 2026-11-30: the reply to a dead token
 * @see {@link https://github.com/dreeveapp/dreeve/issues/1520 dreeveapp/dreeve#1520}, read 2026-11-30: parameters
 * @see {@link https://github.com/slashdotdash/strava/blob/master/README.md slashdotdash/strava}, read 2026-11-30: six hours
 */
export const strava = /* @__PURE__ */ providerPreset("strava", () => ({
  name: "Strava",
  tokenEndpoint: "https://www.strava.com/oauth/token",
  clientAuthentication: ["client_secret_post"],
  rotation: "sometimes",
  accessTokenLifetime: 6 * hour,
  deadToken: { status: 400, error: "RefreshToken" },
  deadErrors: ["RefreshToken"],
  reply: { error: "errors.0.resource" },
}));

/**
 * Refreshes tokens of a Fitbit app. An app of the type "client" has no secret.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://dev.fitbit.com/build/reference/web-api/authorization/refresh-token Fitbit, "Refresh Token"}, read 2026-11-30
 * @see {@link https://github.com/lukasolson/fitbit-node/issues/14 lukasolson/fitbit-node#14}, read 2026-11-30: the reply to a dead token
 */
export const fitbit = /* @__PURE__ */ providerPreset("fitbit", () => ({
  name: "Fitbit",
  tokenEndpoint: "https://api.fitbit.com/oauth2/token",
  clientAuthentication: ["client_secret_basic_raw", "none"],
  rotation: "always",
  accessTokenLifetime: 8 * hour,
  deadToken: { status: 400, error: "invalid_grant" },
  reply: { error: "errors.0.errorType" },
}));

/**
 * Refreshes tokens of a Spotify app. A login ends six months after the user has authorized the app, however
 * often it was refreshed.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration Spotify, "Introducing refresh token expiration"}, read 2026-11-30
 * @see {@link https://developer.spotify.com/documentation/ios/guides/token-swap-and-refresh Spotify, "Token Swap and Refresh"}, read 2026-11-30: one hour
 * @see {@link https://educative.io/courses/integrate-the-spotify-api-in-javascript/refresh-access-tokens Educative, "Refresh Access Tokens"}, read 2026-11-30: HTTP Basic
 */
export const spotify = /* @__PURE__ */ providerPreset("spotify", () => ({
  name: "Spotify",
  tokenEndpoint: "https://accounts.spotify.com/api/token",
  clientAuthentication: ["client_secret_basic_raw", "none"],
  accessTokenLifetime: hour,
  refreshTokenLifetime: 6 * 30 * day,
  deadToken: { error: "invalid_grant" },
}));
