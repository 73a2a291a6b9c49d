import type { Counters } from "./counters.ts";
import type { ClientRegistration } from "./dialects/dialect.ts";
import type { Fault, FaultyEndpoint } from "./fault.ts";
import type { ProviderOptions } from "./options.ts";
import type { ProviderName, RevocableProviderName } from "./provider-name.ts";
import type { ReceivedRequest } from "./request-log.ts";

/** Tokens as they are handed to a client past the token endpoint. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Empty for `clientCredentials`, which has no refresh tokens. */
  readonly refreshToken: string;
  /** End of the access token, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A running authorization server, with the resources that its access tokens open. */
export interface AuthorizationServer {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** A second origin, which answers every request 401 and records it in `foreignRequests()`. */
  readonly otherOrigin: string;
  /** The client that the server knows. */
  readonly client: ClientRegistration;
  /** Full URL of a provider's token endpoint. */
  tokenUrl(provider: ProviderName): string;
  /**
   * Full URL of a provider's revocation endpoint.
   *
   * @throws TypeError for a provider that has none
   * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
   */
  revocationUrl(provider: RevocableProviderName): string;
  /** Full URL of a provider's protected resource; any path below it is protected, too. */
  resourceUrl(provider: ProviderName): string;
  /**
   * Opens a new family, as a login does, and returns its refresh token.
   *
   * @throws TypeError for `clientCredentials`, which has no refresh tokens
   */
  issueRefreshToken(provider: ProviderName): string;
  /** Opens a new family with a usable access token. */
  issueTokens(provider: ProviderName): IssuedTokens;
  /** Changes options of one provider for what happens from now on. */
  configure(provider: ProviderName, options: ProviderOptions): void;
  /** Rejects every access token issued so far, of one provider or of all; only the server knows. */
  expireAccessTokens(provider?: ProviderName): void;
  /**
   * Revokes every family, of one provider or of all, with its access tokens. Tokens granted to the
   * client itself (`clientCredentials`) belong to no family.
   */
  revokeRefreshTokens(provider?: ProviderName): void;
  /**
   * Lets the next `times` (default 1) calls of a token endpoint meet a fault; faults queue up, for each
   * endpoint (default `"token"`) by themselves.
   *
   * @throws TypeError for the revocation endpoint of a provider that has none
   */
  fault(provider: ProviderName, fault: Fault, times?: number, endpoint?: FaultyEndpoint): void;
  /** What was counted so far, of one provider or of all. */
  counters(provider?: ProviderName): Counters;
  /** The newest 1,000 calls of a token endpoint, or of all, in order. */
  requests(provider?: ProviderName): readonly ReceivedRequest[];
  /** The newest 1,000 requests that `otherOrigin` received, in order. */
  foreignRequests(): readonly ReceivedRequest[];
  /** Stops listening, destroys all sockets and ends all delays. May be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
