import type { PollResult, TokenRecord } from "../store/index.ts";
import { abortable, delay, stopped } from "../time/index.ts";
import type { ClaimWork } from "./active-claim.ts";
import { endOrphanedClaim } from "./orphaned-claim.ts";
import type { Renewal } from "./renewal-context.ts";

/** How long the work of a claim is followed before the store is read again, in ms. */
const followFor = 1_000;

/**
 * Waits for the work of a claim of this process. It also reads the store at intervals, because another process
 * may have taken over while this one was suspended.
 */
export async function followWork(
  renewal: Renewal,
  work: ClaimWork,
  isEnough: (record: TokenRecord) => boolean,
): Promise<PollResult<TokenRecord>> {
  const { signal } = renewal.deadline;
  let wake = () => {};
  const pause = delay(followFor, signal, (wakeUp) => {
    wake = wakeUp;
  });
  try {
    const record = await abortable(Promise.race([work.settled(), pause]), signal);
    if (record === stopped) return await takeOver(renewal, work);
    return record && isEnough(record) ? { found: record } : { again: 0 };
  } finally {
    // This clears the timer.
    wake();
  }
}

/** Takes over in Cloudflare Workers, when the request that started the work has ended. */
async function takeOver(
  { context, activeClaim, deadline: { signal } }: Renewal,
  work: ClaimWork,
): Promise<PollResult<TokenRecord>> {
  // The response may have arrived before the work was stopped.
  await context.writer.retry(signal);
  const claimed = activeClaim.end(work);
  if (claimed) await endOrphanedClaim(context, claimed);
  return { again: 0 };
}
