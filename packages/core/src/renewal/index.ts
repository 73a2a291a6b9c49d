/** One renewal: claims the record, sends the refresh token, and stores the outcome. */
export { ActiveClaim } from "./active-claim.ts";
export { type CallerNeeds, hasOtherAccessToken, satisfiesCallers } from "./caller-needs.ts";
export { CircuitBreaker } from "./circuit-breaker.ts";
export { type FailedAnswer, failureOfAnswer, retryAfter } from "./oauth-failure.ts";
export { preset, presetNameOf } from "./preset.ts";
export { callRefresh } from "./refresh-call.ts";
export type {
  RefreshCall,
  RefreshContext,
  RefreshFunction,
  RefreshTokenFacts,
} from "./refresh-function.ts";
export { type AnswerReport, type TokenReply, withAnswerReport } from "./refresh-result.ts";
export { renewRecord } from "./renew-record.ts";
export type { Progress, Renewal, RenewalContext } from "./renewal-context.ts";
export { outcomeOfThrown, type SendOutcome } from "./send-outcome.ts";
export { emitStored } from "./stored-events.ts";
export {
  type AccountEvent,
  type AdoptedEvent,
  emitter,
  type FailedEvent,
  type IgnoredFieldEvent,
  type NotAttachedEvent,
  type NotPersistedEvent,
  type ReauthorizationRequiredEvent,
  type RefreshedEvent,
  type TokenEvent,
  type TokenEventListener,
  type WaitingEvent,
} from "./token-event.ts";
export { TokenWriter, type TokenWriterContext } from "./token-writer.ts";
