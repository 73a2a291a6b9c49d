export type { AuthOptions } from "./auth-options.ts";
export { AuthPolicy, type AuthPolicySetup } from "./auth-policy.ts";
export type { AuthRequest, ResponseReader } from "./auth-request.ts";
export { type DiscardOptions, discardBody } from "./discard-body.ts";
export { fetchResponses } from "./fetch-responses.ts";
export { mergedRequest } from "./merged-request.ts";
export { type NotSentAgain, notSentAgain, whyNotSentAgain } from "./not-sent-again.ts";
export {
  isHttpLoopback,
  type OriginDefaults,
  type OriginOptions,
  secureOrigin,
} from "./origins.ts";
export { belowFetch, plainFetch } from "./plain-fetch.ts";
export { ReplayBuffer, replayBufferLimit } from "./replay-buffer.ts";
export { isSingleUseBody } from "./single-use-body.ts";
