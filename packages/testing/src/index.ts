/**
 * Tools for tests. An authorization server on loopback, with the token endpoints of all providers
 * that have a preset and of RFC 6749, strict rotation of refresh tokens, revocation, faults and protected resources. And a conformance
 * suite for token stores.
 *
 * @packageDocumentation
 */
export type { AuthorizationServer, IssuedTokens } from "./authorization-server.ts";
export type { Counters } from "./counters.ts";
export type { ClientRegistration } from "./dialects/dialect.ts";
export type { Fault, FaultyEndpoint } from "./fault.ts";
export type { AuthorizationServerOptions, ProviderOptions } from "./options.ts";
export type {
  ProviderName,
  RegisteredProviderName,
  RevocableProviderName,
} from "./provider-name.ts";
export type { ReceivedRequest } from "./request-log.ts";
export { startAuthorizationServer } from "./start-authorization-server.ts";
export {
  type TokenStoreCase,
  type TokenStoreSuiteOptions,
  tokenStoreSuite,
} from "./store-suite/token-store-suite.ts";
