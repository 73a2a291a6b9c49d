/**
 * Token managers: each refreshes the access token of one account exactly once when it has expired, and never
 * loses a refresh token.
 *
 * @packageDocumentation
 */
export {
  findTokenError,
  isTokenError,
  TokenError,
  type TokenErrorCode,
  type TokenErrorCodes,
  type TokenErrorDetails,
  type TokenErrorKind,
} from "./errors/index.ts";
export {
  createTokenManager,
  createTokenManagerPool,
  type GetOptions,
  type PooledOptions,
  type RevokeFunction,
  type TokenManager,
  type TokenManagerOptions,
  type TokenManagerPool,
  type TokenManagerPoolOptions,
  type WaitOptions,
} from "./manager/index.ts";
export type {
  AccountEvent,
  AdoptedEvent,
  FailedEvent,
  IgnoredFieldEvent,
  NotAttachedEvent,
  NotPersistedEvent,
  ReauthorizationRequiredEvent,
  RefreshContext,
  RefreshedEvent,
  RefreshFunction,
  RefreshTokenFacts,
  TokenEvent,
  TokenEventListener,
  TokenReply,
  WaitingEvent,
} from "./renewal/index.ts";
export { type NotSentAgain, type OriginOptions, whyNotSentAgain } from "./request/index.ts";
export { memoryStore, type TokenStore } from "./store/index.ts";
export { jwtExpiresAt, type Seed, type TokenSet } from "./tokens/index.ts";
