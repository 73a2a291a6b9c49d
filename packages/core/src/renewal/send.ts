import { TokenError } from "../errors/index.ts";
import { afterRefresh } from "../store/index.ts";
import { abortable, delay, timeLimit } from "../time/index.ts";
import { attempt } from "../values/index.ts";
import type { RenewalContext, WonClaim } from "./complete-claim.ts";
import { type PendingTokens, pendingTokensOf } from "./pending-tokens.ts";
import { sendLimit } from "./send-limit.ts";
import { outcomeOfResult, outcomeOfThrown, type SendOutcome } from "./send-outcome.ts";
import type { TokenSaver } from "./token-saver.ts";

/** What came of a request. */
export interface SendResult {
  readonly outcome: SendOutcome;
  /** The tokens that the answer brought, if any. The claim's journal has them if the store has one. */
  readonly pending?: PendingTokens;
}

/** Sends the refresh token; again only while no connection can be made and somebody waits. */
export async function send(context: RenewalContext, won: WonClaim): Promise<SendResult> {
  const { held, isWanted } = won;
  const endsAt = performance.now() + context.refreshDeadline;
  for (let tries = 1; ; tries++) {
    const result = await sendOnce(context, won);
    const { outcome } = result;
    if (outcome.kind !== "unspent" || outcome.error.code !== "unreachable") return result;
    const wait = Math.min(1_000, 50 * 2 ** tries);
    if (performance.now() + wait >= endsAt) return result;
    await delay(wait, timeLimit(wait));
    if (held.isOver || !isWanted()) return result;
  }
}

async function sendOnce(context: RenewalContext, won: WonClaim): Promise<SendResult> {
  const { base, held, progress } = won;
  const { sendDeadline } = context;
  const late = () => new TokenError("timeout", `no answer within ${sendDeadline} ms`);
  const limit = sendLimit(sendDeadline, late, () => {
    // The process was suspended in the refresh function: the token may be spent by now.
    if (held.isOver) held.lose(limit);
  });
  const { signal, requestSignal } = limit;
  held.begins(limit);
  progress.attempts++;
  const answer = context.refresh(base.tokens, { signal: requestSignal });
  const received = answer.then((result) => receive(won, result));
  try {
    return await abortable(received, signal);
  } catch (thrown) {
    if (signal.aborted) persistLateReply(context.saver, received);
    return { outcome: await outcomeOfThrown(thrown, base.tokens) };
  } finally {
    held.ends();
    limit.clear();
  }
}

/** Writes new tokens down before anything else: if this process is killed, another one finds them. */
function receive({ base, held }: WonClaim, result: unknown): SendResult {
  const outcome = outcomeOfResult(result, base.tokens);
  const pending = pendingTokensOf(base, outcome);
  if (!pending) return { outcome };
  // If the store cannot write, the commit fails as well, and the callers are told.
  attempt(() => held.claim.journal?.(afterRefresh(base, base.tokens, pending)));
  return { outcome, pending };
}

/** An answer that comes after its limit is still the only copy of the new tokens. */
function persistLateReply(saver: TokenSaver, late: Promise<SendResult>): void {
  const saved = late.then(({ pending }) => pending && saver.persist(pending));
  saved.catch(() => {});
}
