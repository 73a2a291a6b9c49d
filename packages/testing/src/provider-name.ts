/**
 * A token endpoint of the server: one of the five documented providers, or `rfc6749` for the standard.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 */
export type ProviderName =
  | "oroBank"
  | "vault"
  | "clientCredentials"
  | "autional"
  | "partner"
  | "rfc6749";

/** A provider that has a revocation endpoint. */
export type RevocableProviderName = Extract<ProviderName, "rfc6749">;

/** All providers. */
export const providerNames: readonly ProviderName[] = [
  "oroBank",
  "vault",
  "clientCredentials",
  "autional",
  "partner",
  "rfc6749",
];
