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
export {
  type AutionalOptions,
  autional,
  type ClientCredentialsOptions,
  clientCredentials,
  oroBank,
  type PartnerOptions,
  type PresetOptions,
  partner,
  type RefreshTokenGrantOptions,
  refreshTokenGrant,
  vault,
} from "./presets.ts";
export type { ReplyFields } from "./reply-fields.ts";
export { tokenEndpoint } from "./token-endpoint.ts";
export type { TokenEndpointOptions } from "./token-endpoint-options.ts";
export { type TokenRevocationOptions, tokenRevocation } from "./token-revocation.ts";
