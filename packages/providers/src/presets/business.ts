import { day, hour, minute } from "../provider-facts.ts";
import { type ProviderOptions, providerPreset } from "../provider-preset.ts";

/**
 * Refreshes tokens of a Xero app. If a reply is lost, the same refresh token works again for 30 minutes, as
 * often as needed.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://community.xero.com/developer/discussion/105714701/ Xero staff, "Help with refreshing expired access token"}, read 2026-11-30: grace period
 * @see {@link https://community.xero.com/developer/discussion/127920775 Xero staff, "invalid_grant when refreshing a token"}, read 2026-11-30: grace period
 * @see {@link https://github.com/XeroAPI/Xero-NetStandard/issues/257 XeroAPI/Xero-NetStandard#257}, read 2026-11-30: 60 days
 * @see {@link https://speakeasy-aphasia.org.uk/wiki/refreshing-of-xero-tokens/ Speakeasy, "Refreshing of Xero Tokens"}, read 2026-11-30: 30 minutes
 * @see {@link https://www.nango.dev/blog/xero-oauth-refresh-token-invalid-grant Nango, "Xero OAuth refresh token invalid_grant"}, read 2026-11-30: endpoint, status 400
 */
export const xero = /* @__PURE__ */ providerPreset("xero", () => ({
  name: "Xero",
  tokenEndpoint: "https://identity.xero.com/connect/token",
  clientAuthentication: ["client_secret_basic_raw", "none"],
  rotation: "always",
  graceWindow: 30 * minute,
  accessTokenLifetime: 30 * minute,
  idleLimit: 60 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/**
 * Refreshes tokens of an Intuit app, for QuickBooks Online. The value of the refresh token can change about
 * once a day. A login lives for at most five years.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/intuit/oauth-jsclient/blob/master/src/OAuthClient.js intuit/oauth-jsclient, "OAuthClient.js"}, read 2026-11-30: HTTP Basic
 * @see {@link https://github.com/IntuitDeveloper/OAuth2-Dotnet_UsingSDK/blob/master/docs/help/Tokens.md IntuitDeveloper, "Tokens"}, read 2026-11-30: 1 hour, 100 days
 * @see {@link https://github.com/intuit/QuickBooks-V3-Java-SDK/releases/tag/v6.5.4 intuit/QuickBooks-V3-Java-SDK v6.5.4}, read 2026-11-30: five years
 * @see {@link https://github.com/intuit/oauth-jsclient/issues/77 intuit/oauth-jsclient#77}, read 2026-11-30: the reply to a dead token
 * @see {@link https://github.com/airbytehq/airbyte/issues/7296 airbytehq/airbyte#7296}, read 2026-11-30: the token changes after 24 hours
 */
export const quickBooks = /* @__PURE__ */ providerPreset("quickBooks", () => ({
  name: "QuickBooks Online",
  tokenEndpoint: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
  clientAuthentication: ["client_secret_basic_raw"],
  rotation: "sometimes",
  accessTokenLifetime: hour,
  refreshTokenLifetime: 5 * 365 * day,
  idleLimit: 100 * day,
  deadToken: { status: 400, error: "invalid_grant" },
  reply: { refreshTokenExpiresIn: "x_refresh_token_expires_in" },
}));

/**
 * Refreshes tokens of an OAuth integration of Airtable.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/PipedreamHQ/pipedream/issues/8727 PipedreamHQ/pipedream#8727, which quotes Airtable's OAuth reference}, read 2026-11-30: both old tokens end
 * @see {@link https://github.com/estuary/connectors/pull/1262 estuary/connectors#1262}, read 2026-11-30: 60 minutes, 60 days, single use
 * @see {@link https://nango.dev/blog/airtable-oauth-refresh-token-invalid-grant Nango, "Airtable OAuth refresh token invalid_grant"}, read 2026-11-30: endpoint, status 400
 * @see {@link https://github.com/NangoHQ/nango/blob/2f4c0af671e2ca1c43dd4e78f3c369218bf3fc87/packages/providers/providers.yaml NangoHQ/nango, "providers.yaml"}, read 2026-11-30: HTTP Basic
 */
export const airtable = /* @__PURE__ */ providerPreset("airtable", () => ({
  name: "Airtable",
  tokenEndpoint: "https://airtable.com/oauth2/v1/token",
  clientAuthentication: ["client_secret_basic", "none"],
  rotation: "always",
  graceWindow: 0,
  endsAccessToken: true,
  accessTokenLifetime: hour,
  idleLimit: 60 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));

/** Options of {@link salesforce}. */
export interface SalesforceOptions extends ProviderOptions {
  /** The host of the login, such as that of the org. Default: `"login.salesforce.com"`. */
  readonly host?: string;
}

/**
 * Refreshes tokens of a connected app of Salesforce. The lifetimes are settings of the app. With refresh token
 * rotation, each refresh token works once.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://help.salesforce.com/apex/HTViewHelpDoc?id=remoteaccess_oauth_refresh_token_flow.htm&language=en_US Salesforce, "OAuth 2.0 Refresh Token Flow for Renewed Sessions"}, read 2026-11-30: rotation
 * @see {@link https://developer.salesforce.com/docs/atlas.en-us.214.0.api_placeorder.meta/api_placeorder/intro_understanding_refresh_token_oauth.htm Salesforce, "Understanding the OAuth Refresh Token Process"}, read 2026-11-30: parameters
 * @see {@link https://workos.com/blog/invalid-grant-oauth-errors-by-provider WorkOS, "What invalid_grant actually means"}, read 2026-11-30: the reply to a dead token
 */
export const salesforce = /* @__PURE__ */ providerPreset<SalesforceOptions>("salesforce", () => ({
  name: "Salesforce",
  tokenEndpoint: "https://{host}/services/oauth2/token",
  inUrl: { host: "login.salesforce.com" },
  clientAuthentication: ["client_secret_post", "none"],
  rotation: "setting",
  deadToken: { status: 400, error: "invalid_grant" },
}));

/**
 * Refreshes tokens of a public app of HubSpot. The refresh token stays the same.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://github.com/airbytehq/airbyte/issues/79592 airbytehq/airbyte#79592}, read 2026-11-30: endpoint, status 400, `BAD_REFRESH_TOKEN`
 * @see {@link https://github.com/HGData/mk-node-hubspot/issues/64 HGData/mk-node-hubspot#64}, read 2026-11-30: 400 `BAD_REFRESH_TOKEN`
 * @see {@link https://github.com/HGData/mk-node-hubspot/pull/19 HGData/mk-node-hubspot#19}, read 2026-11-30: the refresh token stays the same
 * @see {@link https://github.com/ToolJet/ToolJet/pull/17635 ToolJet/ToolJet#17635}, read 2026-11-30: 30 minutes
 */
export const hubSpot = /* @__PURE__ */ providerPreset("hubSpot", () => ({
  name: "HubSpot",
  tokenEndpoint: "https://api.hubapi.com/oauth/v1/token",
  clientAuthentication: ["client_secret_post"],
  rotation: "never",
  graceWindow: Number.POSITIVE_INFINITY,
  accessTokenLifetime: 30 * minute,
  deadToken: { status: 400, error: "BAD_REFRESH_TOKEN" },
  deadErrors: ["BAD_REFRESH_TOKEN"],
  reply: { error: "status" },
}));

/**
 * Refreshes tokens of a Box app (OAuth 2.0). A refresh token works once, within 60 days.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @see {@link https://developer.box.com/guides/authentication/tokens/refresh Box, "Refresh a Token"}, read 2026-11-30
 * @see {@link https://developer.box.com/guides/authentication/oauth2/without-sdk Box, "OAuth 2.0 without SDKs"}, read 2026-11-30: endpoint, parameters
 * @see {@link https://github.com/box/box-python-sdk/issues/587 box/box-python-sdk#587}, read 2026-12-01: 400 `invalid_grant`
 * @see {@link https://github.com/box/box-java-sdk/issues/165 box/box-java-sdk#165}, read 2026-12-01: the same for an expired token
 */
export const box = /* @__PURE__ */ providerPreset("box", () => ({
  name: "Box",
  tokenEndpoint: "https://api.box.com/oauth2/token",
  clientAuthentication: ["client_secret_post"],
  rotation: "always",
  graceWindow: 0,
  idleLimit: 60 * day,
  deadToken: { status: 400, error: "invalid_grant" },
}));
