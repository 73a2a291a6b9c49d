import { afterNoAnswer } from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import type { ClaimedRecord, RenewalContext } from "./complete-claim.ts";

/**
 * Ends a claim of this process whose work has stopped: the refresh token may have been sent. Where the store
 * cannot do that, the lease ends the claim.
 */
export async function endStoppedClaim(
  { session, refreshDeadline }: RenewalContext,
  { base, held }: ClaimedRecord,
): Promise<void> {
  const failure = { code: "in_doubt", reason: "the request that refreshed ended" } as const;
  const end = async () => {
    if (!base.tokens?.refreshToken) await session.release(held.claim);
    else await session.commit(held.claim, afterNoAnswer(base, failure));
  };
  await withDeadline(refreshDeadline, end).catch(() => {});
}
