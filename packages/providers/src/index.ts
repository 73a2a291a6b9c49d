/**
 * Refresh functions for token endpoints: presets, and `tokenEndpoint` for any other provider.
 *
 * @packageDocumentation
 */
export type {
  ClientAuthenticationMethod,
  ClientAuthenticator,
  ClientCredentials,
  ClientRequest,
} from "./client-authentication.ts";
export type { PresetOptions } from "./preset-options.ts";
export {
  airtable,
  box,
  hubSpot,
  quickBooks,
  type SalesforceOptions,
  salesforce,
  xero,
} from "./presets/business.ts";
export {
  type AutionalOptions,
  autional,
  oroBank,
  type PartnerOptions,
  partner,
  vault,
} from "./presets/documented.ts";
export {
  type ClientCredentialsOptions,
  clientCredentials,
  type RefreshTokenGrantOptions,
  refreshTokenGrant,
} from "./presets/grants.ts";
export {
  auth0,
  type DomainOptions,
  type EntraOptions,
  entra,
  google,
  type OktaOptions,
  okta,
} from "./presets/identity.ts";
export { fitbit, spotify, strava, x } from "./presets/people.ts";
export {
  atlassian,
  type GitLabOptions,
  github,
  gitlab,
  linear,
  slack,
  zoom,
} from "./presets/work.ts";
export type { DeadTokenReply, ProviderFacts, ProviderRefresh } from "./provider-facts.ts";
export type { ProviderOptions } from "./provider-preset.ts";
export type { ReplyFields } from "./reply-fields.ts";
export { tokenEndpoint } from "./token-endpoint.ts";
export type { TokenEndpointOptions } from "./token-endpoint-options.ts";
export { type TokenRevocationOptions, tokenRevocation } from "./token-revocation.ts";
