import { TokenError } from "../errors/index.ts";
import { afterRefresh } from "../store/index.ts";
import { delay, timeLimit } from "../time/index.ts";
import { attempt } from "../values/index.ts";
import { isOffline } from "./network-failure.ts";
import { type PendingTokens, pendingTokensOf } from "./pending-tokens.ts";
import type { ClaimedRenewal, RenewalContext } from "./renewal-context.ts";
import { sendLimit } from "./send-limit.ts";
import { outcomeOfResult, outcomeOfThrown, type SendOutcome } from "./send-outcome.ts";
import type { TokenWriter } from "./token-writer.ts";

/** The outcome of a request, with the tokens that must be stored. */
export interface SendResult {
  readonly outcome: SendOutcome;
  /** The new tokens, if there are any. If the store has a journal, they are already in it. */
  readonly pending?: PendingTokens;
}

/** Sends the refresh token. Retries only if no connection can be made, and while a caller waits. */
export async function send(context: RenewalContext, claimed: ClaimedRenewal): Promise<SendResult> {
  const { held, isWanted } = claimed;
  const endsAt = performance.now() + context.refreshDeadline;
  for (let tries = 1; ; tries++) {
    const result = await sendOnce(context, claimed);
    const { outcome } = result;
    if (outcome.kind !== "unspent" || outcome.error.code !== "unreachable") return result;
    const wait = Math.min(1_000, 50 * 2 ** tries);
    if (performance.now() + wait >= endsAt) return result;
    await delay(wait, timeLimit(wait));
    if (held.mayBeLost || !isWanted()) return result;
  }
}

async function sendOnce(context: RenewalContext, claimed: ClaimedRenewal): Promise<SendResult> {
  const { base, held, progress } = claimed;
  const { sendDeadline } = context;
  const timeoutError = () => new TokenError("timeout", `no response within ${sendDeadline} ms`);
  const limit = sendLimit(sendDeadline, timeoutError, () => {
    // The process may have been suspended in the refresh function, and another one may have used the token.
    if (held.mayBeLost) held.lose(limit);
  });
  const { signal, passed } = limit;
  held.startRequest(limit);
  progress.attempts++;
  const wasOffline = isOffline();
  const response = context.refresh(base.tokens, { signal });
  const received = response.then((result) => receive(claimed, result));
  try {
    return await Promise.race([received, passed]);
  } catch (thrown) {
    if (signal.aborted) persistLateReply(context.writer, received);
    return { outcome: await outcomeOfThrown(thrown, base.tokens, wasOffline) };
  } finally {
    held.endRequest();
    limit.clear();
  }
}

/** Journals new tokens at once, so that another process finds them if this one is killed. */
function receive({ base, held }: ClaimedRenewal, result: unknown): SendResult {
  const outcome = outcomeOfResult(result, base.tokens);
  const pending = pendingTokensOf(base, outcome);
  if (!pending) return { outcome };
  // If the store cannot be written, the commit fails as well, and that failure is reported.
  attempt(() => held.claim.journal?.(afterRefresh(base, base.tokens, pending)));
  return { outcome, pending };
}

/** Stores a response that arrives after the time limit, because it is the only copy of the new tokens. */
function persistLateReply(writer: TokenWriter, late: Promise<SendResult>): void {
  const persisted = late.then(({ pending }) => pending && writer.persist(pending));
  persisted.catch(() => {});
}
