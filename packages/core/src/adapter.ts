export { CallContext } from "./manager/index.ts";
export {
  type AnswerReport,
  type FailedAnswer,
  failureOfAnswer,
  retryAfter,
  withAnswerReport,
} from "./renewal/index.ts";
export {
  type AuthOptions,
  AuthPolicy,
  type AuthRequest,
  belowFetch,
  drain,
  fetchResponses,
  isHttpLoopback,
  isSingleUseBody,
  type NotSentAgain,
  type OriginOptions,
  plainFetch,
  ReplayBuffer,
  type ResponseReader,
  replayBufferLimit,
  secureOrigin,
  type UnreadBody,
} from "./request/index.ts";
export { abortWith } from "./time/index.ts";
export {
  type AnswerField,
  type OddField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenAnswer,
  type UnusableAnswer,
  unusableAnswer,
} from "./tokens/index.ts";
