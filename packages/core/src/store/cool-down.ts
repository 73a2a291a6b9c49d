import { inSomeEpoch } from "./epoch.ts";
import { afterAbandoned } from "./next-record.ts";
import type { StoreSession } from "./store-session.ts";
import type { TokenRecord } from "./token-store.ts";

/**
 * Whether a process has found that the resource rejects the access token of a record although it is new.
 *
 * @param cooldown the longest for which that counts, ms
 */
export function isCooling({ coolsUntil = 0 }: TokenRecord, cooldown: number): boolean {
  const left = coolsUntil - Date.now();
  return left > 0 && left <= cooldown;
}

/** An access token that was rejected although it was just issued. */
export interface RejectedToken {
  readonly accessToken: string;
  /** For how long no process refreshes it, ms. */
  readonly cooldown: number;
}

/** Stores that an access token is to be left as it is for a while, for the other processes. */
export async function storeCoolDown(
  session: StoreSession,
  { accessToken, cooldown }: RejectedToken,
  signal: AbortSignal,
): Promise<void> {
  const record = inSomeEpoch(await session.read());
  if (record.tokens?.accessToken !== accessToken || record.retry || record.refusal) return;
  const claim = (await session.claim(record.revision, signal))?.claim;
  if (!claim) return;
  // This commit ends the abandoned claim, so the record has to say that the refresh token may be spent.
  const isInDoubt = claim.abandoned && record.tokens.refreshToken !== undefined;
  const base = isInDoubt ? afterAbandoned(record) : { ...record, revision: record.revision + 1 };
  await session
    .commit(claim, { ...base, coolsUntil: Date.now() + cooldown })
    .catch(() => session.release(claim));
}
