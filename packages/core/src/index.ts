export { type AnswerReader, AuthPolicy, type AuthRequest } from "./auth-policy.ts";
export { oauthFailure } from "./failure.ts";
export { memoryStore } from "./memory-store.ts";
export { isOneShot } from "./one-shot.ts";
export type { RefreshFunction, TokenManagerOptions } from "./options.ts";
export type { OriginOptions } from "./origins.ts";
export { secureOrigin } from "./origins.ts";
export { jwtExpiresAt } from "./schedule.ts";
export type { Claim, Lease, Refusal, Spending, TokenRecord, TokenStore } from "./store.ts";
export {
  isTokenError,
  TokenError,
  type TokenErrorCode,
  type TokenErrorDetails,
  type TokenErrorKind,
} from "./token-error.ts";
export { createTokenManager, type TokenManager, type WaitOptions } from "./token-manager.ts";
export type { Seed, TokenSet } from "./token-set.ts";
export { webAnswers } from "./web-answers.ts";
