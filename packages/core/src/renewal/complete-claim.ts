import {
  afterAbandoned,
  afterFailure,
  afterNoAnswer,
  afterRefusal,
  type TokenRecord,
} from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import type { ClaimedRenewal, RenewalContext } from "./renewal-context.ts";
import { type SendResult, send } from "./send.ts";
import type { SendOutcome } from "./send-outcome.ts";
import { afterUnusable } from "./unusable-response.ts";

/**
 * Uses a claim: sends the refresh token, and ends the claim with a commit or a release. It continues after its
 * callers have given up, because a late response is still the only copy of the new tokens.
 *
 * @returns `undefined` if the callers must read the store again
 * @throws {TokenError} a failure for the callers
 */
export async function completeClaim(
  context: RenewalContext,
  claimed: ClaimedRenewal,
): Promise<TokenRecord | undefined> {
  const { base, held } = claimed;
  if (!(await mayBeUsed(context, claimed))) {
    await release(context, claimed);
    return undefined;
  }
  if (held.claim.abandoned && base.tokens?.refreshToken) {
    await commit(context, claimed, afterAbandoned(base, context.graceWindow));
    return undefined;
  }
  return recordOutcome(context, claimed, await send(context, claimed));
}

/**
 * Whether a claim under which nothing was sent yet may be used. If its lease may have expired, because the store was
 * slow, it is restarted. A new claim could be just as slow.
 */
async function mayBeUsed(
  { refreshDeadline }: RenewalContext,
  { held, isWanted }: ClaimedRenewal,
): Promise<boolean> {
  if (isWanted() && held.mayBeLost) {
    await withDeadline(refreshDeadline, () => held.extend(), whyLate).catch(() => {});
  }
  // The callers may have given up meanwhile.
  return isWanted() && !held.mayBeLost;
}

/** The deadline is for later callers: if the store hangs, they must be able to try it themselves. */
function commit(
  { session, refreshDeadline }: RenewalContext,
  { held }: ClaimedRenewal,
  next: TokenRecord,
): Promise<TokenRecord | undefined> {
  return withDeadline(refreshDeadline, () => session.commit(held.claim, next), whyLate);
}

function release(
  { session, refreshDeadline }: RenewalContext,
  { held }: ClaimedRenewal,
): Promise<void> {
  return withDeadline(refreshDeadline, () => session.release(held.claim), whyLate);
}

const whyLate = () => "The store does not answer";

/** Stores the outcome of the request. */
async function recordOutcome(
  context: RenewalContext,
  claimed: ClaimedRenewal,
  result: SendResult,
): Promise<TokenRecord | undefined> {
  const { base, held, progress } = claimed;
  const { outcome } = result;
  switch (outcome.kind) {
    case "usable": {
      const record = await persistTokens(context, claimed, result);
      for (const odd of outcome.ignored) context.emit({ type: "ignored_field", ...odd });
      return record;
    }
    case "unusable": {
      const stored = await persistTokens(context, claimed, result);
      const { next, error } = afterUnusable(base, outcome.error, stored);
      if (next) await commit(context, claimed, next);
      throw error;
    }
    case "unspent":
      await release(context, claimed);
      context.circuitBreaker.recordFailure(outcome.error, base);
      throw outcome.error;
    // In the other cases, the callers read the store next. They find this record, or one that replaced it.
    case "refused":
      progress.failure = outcome.error;
      await commit(context, claimed, afterRefused(base, outcome));
      return undefined;
    case "unknown": {
      progress.failure = outcome.error;
      // The process that has taken over has already recorded that this claim was abandoned.
      if (held.isLost) return undefined;
      const next = outcome.isUnanswered
        ? afterNoAnswer(base, outcome.failure, context.graceWindow)
        : afterFailure(base, outcome.failure);
      await commit(context, claimed, next);
      return undefined;
    }
  }
}

function afterRefused(
  base: TokenRecord,
  { error, isFinal }: Extract<SendOutcome, { kind: "refused" }>,
): TokenRecord {
  if (isFinal) return afterRefusal(base, error);
  return afterFailure(base, { code: "invalid_grant", reason: `status ${error.status}` });
}

/** Stores the new tokens of a response, if there are any. */
async function persistTokens(
  { writer }: RenewalContext,
  { held }: ClaimedRenewal,
  { pending }: SendResult,
): Promise<TokenRecord | undefined> {
  return pending && writer.persist({ ...pending, claim: held.claim });
}
