export {
  type AuthOptions,
  AuthPolicy,
  type AuthRequest,
  type ResponseReader,
} from "./auth-policy.ts";
export { fetchResponses } from "./fetch-responses.ts";
export { type NotSentAgain, whyNotSentAgain } from "./not-sent-again.ts";
export { isHttpLoopback, type OriginOptions, secureOrigin } from "./origins.ts";
export { belowFetch, plainFetch } from "./plain-fetch.ts";
export { ReplayBuffer, replayBufferLimit } from "./replay-buffer.ts";
export { isSingleUseBody } from "./single-use-body.ts";
export { drain, type UnreadBody } from "./unread-body.ts";
