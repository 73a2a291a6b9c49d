/** The providers whose clients are registered, under the names of their presets. */
export type RegisteredProviderName =
  | "github"
  | "gitlab"
  | "atlassian"
  | "linear"
  | "slack"
  | "zoom"
  | "xero"
  | "quickBooks"
  | "airtable"
  | "salesforce"
  | "hubSpot"
  | "box"
  | "x"
  | "strava"
  | "fitbit"
  | "spotify"
  | "auth0"
  | "okta"
  | "entra"
  | "google";

/**
 * A token endpoint of the server: a provider with a preset, or `rfc6749` for the standard.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export type ProviderName =
  | "oroBank"
  | "vault"
  | "clientCredentials"
  | "autional"
  | "partner"
  | "rfc6749"
  | RegisteredProviderName;

/** A provider that has a revocation endpoint. */
export type RevocableProviderName = Extract<ProviderName, "rfc6749">;

/** All providers whose clients are registered. */
export const registeredProviderNames: readonly RegisteredProviderName[] = [
  ...(["github", "gitlab", "atlassian", "linear", "slack", "zoom"] as const),
  ...(["xero", "quickBooks", "airtable", "salesforce", "hubSpot", "box"] as const),
  ...(["x", "strava", "fitbit", "spotify", "auth0", "okta", "entra", "google"] as const),
];

/** All providers. */
export const providerNames: readonly ProviderName[] = [
  "oroBank",
  "vault",
  "clientCredentials",
  "autional",
  "partner",
  "rfc6749",
  ...registeredProviderNames,
];
