/**
 * A kind of token endpoint that the server speaks: the five documented providers and the plain form
 * of RFC 6749.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6} for `rfc6749`
 */
export type ProviderName =
  | "oroBank"
  | "vault"
  | "clientCredentials"
  | "autional"
  | "partner"
  | "rfc6749";

/** A provider whose tokens can be revoked. */
export type RevocableProviderName = Extract<ProviderName, "rfc6749">;

/** Every provider, in the order in which they are documented. */
export const providerNames: readonly ProviderName[] = [
  "oroBank",
  "vault",
  "clientCredentials",
  "autional",
  "partner",
  "rfc6749",
];
