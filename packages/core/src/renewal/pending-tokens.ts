import { type Claim, nextRetry, type RefreshedTokens, type TokenRecord } from "../store/index.ts";
import type { SendOutcome } from "./send-outcome.ts";

/** Tokens that the token endpoint gave and that no store has yet. */
export interface PendingTokens extends RefreshedTokens {
  /** The record whose refresh token was spent for them. */
  readonly base: TokenRecord;
  /** The claim under which it was spent, while it is held; absent if the answer came too late. */
  readonly claim?: Claim;
}

/** The tokens that an answer brought; `undefined` if it brought none. */
export function pendingTokensOf(
  base: TokenRecord,
  outcome: SendOutcome,
): PendingTokens | undefined {
  if (outcome.kind === "usable") return usableTokens(base, outcome);
  if (outcome.kind !== "unusable" || outcome.refreshToken === undefined) return undefined;
  const { error, refreshToken } = outcome;
  return {
    base,
    tokens: { accessToken: "", refreshToken },
    obtainedAt: Date.now(),
    retry: nextRetry(base.retry, { code: "invalid_response", reason: error.message }),
  };
}

function usableTokens(
  base: TokenRecord,
  { tokens, oddRefreshToken }: Extract<SendOutcome, { kind: "usable" }>,
): PendingTokens {
  const pending = { base, tokens, obtainedAt: Date.now() };
  // A grant without a refresh token loses none.
  if (!oddRefreshToken || !base.tokens?.refreshToken) return pending;
  const { field, was } = oddRefreshToken;
  const message = `The refresh token of the last answer cannot be used: ${field} is ${was}. The one before is spent. Log in again.`;
  return { ...pending, refusal: { code: "invalid_response", message } };
}
