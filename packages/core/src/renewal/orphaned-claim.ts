import { afterNoAnswer } from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import type { ClaimedRecord, RenewalContext } from "./renewal-context.ts";

/**
 * Ends a claim of this process whose work was stopped by the runtime. The refresh token may have been sent, so
 * the record says that. If the store fails, the claim ends with its lease.
 */
export async function endOrphanedClaim(
  { session, refreshDeadline }: RenewalContext,
  { base, held }: ClaimedRecord,
): Promise<void> {
  const failure = { code: "in_doubt", reason: "the runtime stopped the request" } as const;
  const end = async () => {
    if (!base.tokens?.refreshToken) await session.release(held.claim);
    else await session.commit(held.claim, afterNoAnswer(base, failure));
  };
  await withDeadline(refreshDeadline, end).catch(() => {});
}
