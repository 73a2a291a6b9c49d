/**
 * Refresh functions for token endpoints: presets, and `tokenEndpoint` for any other provider.
 *
 * @packageDocumentation
 */
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
export {
  type ReplyFields,
  type TokenEndpointOptions,
  tokenEndpoint,
} from "./token-endpoint.ts";
export { type TokenRevocationOptions, tokenRevocation } from "./token-revocation.ts";
