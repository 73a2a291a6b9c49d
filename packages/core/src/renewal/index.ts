export type { Progress, RenewalContext } from "./complete-claim.ts";
export { HoldOff } from "./hold-off.ts";
export { type FailedAnswer, failureOfAnswer, retryAfter } from "./oauth-failure.ts";
export { callRefresh } from "./refresh-call.ts";
export type { RefreshCall, RefreshContext, RefreshFunction } from "./refresh-function.ts";
export { type AnswerReport, type TokenReply, withAnswerReport } from "./refresh-result.ts";
export { type Renewal, renewRecord, Underway } from "./renew-record.ts";
export { outcomeOfThrown, type SendOutcome } from "./send-outcome.ts";
export {
  type AccountEvent,
  type AdoptedEvent,
  emitter,
  type FailedEvent,
  type IgnoredFieldEvent,
  type NotPersistedEvent,
  type ReauthorizationRequiredEvent,
  type RefreshedEvent,
  type TokenEvent,
  type TokenEventListener,
  type WaitingEvent,
} from "./token-event.ts";
export { TokenSaver } from "./token-saver.ts";
export { isOther, satisfiesCallers, type Wanted } from "./wanted.ts";
