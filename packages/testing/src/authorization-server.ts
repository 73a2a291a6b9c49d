import type { Counters } from "./counters.ts";
import type { ClientRegistration } from "./dialects/dialect.ts";
import type { Fault, FaultyEndpoint } from "./fault.ts";
import type { ProviderOptions } from "./options.ts";
import type { ProviderName, RevocableProviderName } from "./provider-name.ts";
import type { ReceivedRequest } from "./request-log.ts";

/** Tokens that the server issued directly, without a request to the token endpoint. */
export interface IssuedTokens {
  /** A valid access token. */
  readonly accessToken: string;
  /** A refresh token; empty for `clientCredentials`, which has none. */
  readonly refreshToken: string;
  /** When the access token expires, epoch ms. */
  readonly expiresAt: number;
}

/** A running authorization server with protected resources. */
export interface AuthorizationServer {
  /** The origin of all endpoints: `http://127.0.0.1:port`. */
  readonly origin: string;
  /** A second origin that replies 401 to every request, and records it in `foreignRequests()`. */
  readonly otherOrigin: string;
  /** The registered client. */
  readonly client: ClientRegistration;
  /** The full URL of a provider's token endpoint. */
  tokenUrl(provider: ProviderName): string;
  /**
   * The full URL of a provider's revocation endpoint.
   *
   * @throws {TypeError} If the provider has none.
   * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
   */
  revocationUrl(provider: RevocableProviderName): string;
  /** The full URL of a provider's protected resource. All paths below it are protected as well. */
  resourceUrl(provider: ProviderName): string;
  /**
   * Opens a new family, as a login does, and returns its refresh token.
   *
   * @throws {TypeError} For `clientCredentials`, which has no refresh tokens.
   */
  issueRefreshToken(provider: ProviderName): string;
  /** Opens a new family, and returns a valid access token and its refresh token. */
  issueTokens(provider: ProviderName): IssuedTokens;
  /** Changes options of one provider for later requests. */
  configure(provider: ProviderName, options: ProviderOptions): void;
  /** Makes the server reject every access token issued so far, of one provider or of all. Clients cannot know it. */
  expireAccessTokens(provider?: ProviderName): void;
  /** Replaces the nonces that proofs must have, of one provider or of all. Earlier ones are no longer accepted. */
  changeDpopNonces(provider?: ProviderName): void;
  /**
   * Revokes every family, of one provider or of all, with its access tokens. Tokens of the client itself
   * (`clientCredentials`) belong to no family.
   */
  revokeRefreshTokens(provider?: ProviderName): void;
  /**
   * Adds a fault for the next requests to an endpoint. Faults are queued separately for each endpoint.
   *
   * @param times How many requests the fault affects. Default: 1.
   * @param endpoint The endpoint. Default: `"token"`.
   * @throws {TypeError} If an argument is wrong, or the provider has no such endpoint.
   */
  fault(provider: ProviderName, fault: Fault, times?: number, endpoint?: FaultyEndpoint): void;
  /** The counters of one provider, or the sums of all. */
  counters(provider?: ProviderName): Counters;
  /** The newest 1,000 requests to the token endpoint of one provider or of all, in order. */
  requests(provider?: ProviderName): readonly ReceivedRequest[];
  /** The newest 1,000 requests that `otherOrigin` received, in order. */
  foreignRequests(): readonly ReceivedRequest[];
  /** Stops the server: destroys all sockets and ends all delays. Further calls do nothing. */
  close(): Promise<void>;
  /** Does the same as `close()`. */
  [Symbol.asyncDispose](): Promise<void>;
}
