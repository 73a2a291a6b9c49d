export { abortWith } from "./abort.ts";
export {
  type AnswerReader,
  type AuthOptions,
  AuthPolicy,
  type AuthRequest,
} from "./auth-policy.ts";

export { CallContext } from "./call-context.ts";
export { KeptBody, keptBodyLimit } from "./kept-body.ts";
export { memoryStore } from "./memory-store.ts";
export { type NotSentAgain, whyNotSentAgain } from "./not-sent-again.ts";
export { type FailedAnswer, failureOfAnswer, retryAfter } from "./oauth-failure.ts";
export type { OddField } from "./odd-field.ts";
export { isOneShot } from "./one-shot.ts";
export type {
  RefreshContext,
  RefreshFunction,
  RevokeFunction,
  TokenManagerOptions,
} from "./options.ts";
export type { OriginOptions } from "./origins.ts";
export { isHttpLoopback, secureOrigin } from "./origins.ts";
export { belowFetch, plainFetch } from "./plain-fetch.ts";
export { damagedRecord, parseTokenRecord, writeTokenRecord } from "./record-text.ts";
export { type AnswerReport, type TokenReply, withAnswerReport } from "./refresh-result.ts";
export { jwtExpiresAt } from "./schedule.ts";
export type { Claim, Lease, Refusal, Retry, Spending, TokenRecord, TokenStore } from "./store.ts";
export { isClaim, isTokenStore } from "./store-shape.ts";
export {
  type AnswerField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenAnswer,
} from "./token-answer.ts";
export {
  isTokenError,
  TokenError,
  type TokenErrorCode,
  type TokenErrorDetails,
  type TokenErrorKind,
} from "./token-error.ts";
export type {
  AccountEvent,
  AdoptedEvent,
  FailedEvent,
  IgnoredFieldEvent,
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
export { drain, type UnreadBody } from "./unread-body.ts";
export { type UnusableAnswer, unusableAnswer } from "./unusable-answer.ts";
export { webAnswers } from "./web-answers.ts";
