import { type Claim, nextRetry, type RefreshedTokens, type TokenRecord } from "../store/index.ts";
import type { SendOutcome } from "./send-outcome.ts";

/** Tokens that the token endpoint has issued, and that are not stored yet. */
export interface PendingTokens extends RefreshedTokens {
  /** The record whose refresh token was spent for them. */
  readonly base: TokenRecord;
  /** The claim under which it was spent. Absent if the response came too late, after the claim had ended. */
  readonly claim?: Claim;
}

/** Returns the tokens that must be stored after a request; `undefined` if there are none. */
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
  // If no refresh token was sent, none was spent, so the unusable one does not matter.
  if (!oddRefreshToken || !base.tokens?.refreshToken) return pending;
  const { field, was } = oddRefreshToken;
  const message = `The last response has no usable refresh token: ${field} is ${was}. The previous one is spent. Log in again.`;
  return { ...pending, refusal: { code: "invalid_response", message } };
}
