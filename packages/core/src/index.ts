export {
  type AnswerReader,
  type AuthOptions,
  AuthPolicy,
  type AuthRequest,
} from "./auth-policy.ts";

export { oauthFailure } from "./failure.ts";
export { KeptBody, keptBodyLimit } from "./kept-body.ts";
export { memoryStore } from "./memory-store.ts";
export { type NotSentAgain, whyNotSentAgain } from "./not-sent-again.ts";
export { isOneShot } from "./one-shot.ts";
export type { RefreshFunction, RevokeFunction, TokenManagerOptions } from "./options.ts";
export type { OriginOptions } from "./origins.ts";
export { secureOrigin } from "./origins.ts";
export { damagedRecord, parseTokenRecord, writeTokenRecord } from "./record-text.ts";
export { jwtExpiresAt } from "./schedule.ts";
export type { Claim, Lease, Refusal, Spending, TokenRecord, TokenStore } from "./store.ts";
export { isClaim, isTokenStore } from "./store-shape.ts";
export {
  isTokenError,
  TokenError,
  type TokenErrorCode,
  type TokenErrorDetails,
  type TokenErrorKind,
} from "./token-error.ts";
export type {
  AdoptedEvent,
  FailedEvent,
  NotPersistedEvent,
  ReauthorizationRequiredEvent,
  RefreshedEvent,
  TokenEvent,
  TokenEventListener,
  WaitingEvent,
} from "./token-event.ts";
export {
  createTokenManager,
  type GetOptions,
  type TokenManager,
  type WaitOptions,
} from "./token-manager.ts";
export {
  createTokenManagerPool,
  type PooledOptions,
  type TokenManagerPool,
  type TokenManagerPoolOptions,
} from "./token-manager-pool.ts";
export type { Seed, TokenSet } from "./token-set.ts";
export { UnansweredClaims } from "./unanswered-claims.ts";
export { webAnswers } from "./web-answers.ts";
