/**
 * For authors of adapters, which attach a token manager to an HTTP client, and of presets for token endpoints.
 *
 * @packageDocumentation
 */
export { type AdapterTokens, adapterTokens, adapterView, CallContext } from "./manager/index.ts";
export {
  type AnswerReport,
  callRefresh,
  type FailedAnswer,
  failureOfAnswer,
  preset,
  retryAfter,
  withAnswerReport,
} from "./renewal/index.ts";
export {
  type AuthOptions,
  AuthPolicy,
  type AuthPolicySetup,
  type AuthRequest,
  belowFetch,
  type DiscardOptions,
  discardBody,
  fetchResponses,
  isHttpLoopback,
  isSingleUseBody,
  mergedRequest,
  type NotSentAgain,
  notSentAgain,
  type OriginDefaults,
  type OriginOptions,
  plainFetch,
  ReplayBuffer,
  type ResponseReader,
  replayBufferLimit,
  secureOrigin,
} from "./request/index.ts";
export { abortWith, SignalWaiters } from "./time/index.ts";
export {
  type AnswerField,
  type OddField,
  type ReadTokenAnswer,
  readTokenAnswer,
  type TokenAnswer,
  type UnusableAnswer,
  unusableAnswer,
} from "./tokens/index.ts";
export {
  booleanRule,
  checkOptionNames,
  checkOptions,
  functionRule,
  type OptionRule,
  type OptionRules,
  parseJson,
  textRule,
  wrongOption,
} from "./values/index.ts";
