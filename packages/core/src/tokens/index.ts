/** Token sets, the responses that they come from, and when they expire. */

export { timeInSeconds } from "./epoch-ms.ts";
export { type KeepAliveLimits, keepAliveAt } from "./keep-alive.ts";
export type { OddField } from "./odd-field.ts";
export { jwtExpiresAt, type Schedule, scheduleOf, spreadScheduleOf } from "./schedule.ts";
export {
  type AnswerField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenAnswer,
} from "./token-answer.ts";
export { copyOf, frozenCopyOf } from "./token-copy.ts";
export { checkSeed, isTokenSet, malformedTokenIn, type Seed, type TokenSet } from "./token-set.ts";
export { type UnusableAnswer, unusableAnswer } from "./unusable-answer.ts";
