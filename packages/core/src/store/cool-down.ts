import { withEpoch } from "./epoch.ts";
import { afterAbandoned } from "./next-record.ts";
import type { StoreSession } from "./store-session.ts";
import type { TokenRecord } from "./token-store.ts";

/**
 * Whether the access token of a record is in its cool-down: an API has rejected it although it was just issued,
 * so that another refresh would not help.
 *
 * @param cooldown the longest cool-down that this process accepts, in ms
 */
export function isCooling({ coolsUntil = 0 }: TokenRecord, cooldown: number): boolean {
  const left = coolsUntil - Date.now();
  return left > 0 && left <= cooldown;
}

/** A new access token that an API has rejected. */
export interface RejectedToken {
  readonly accessToken: string;
  /** For how long no process refreshes it, in ms. */
  readonly cooldown: number;
}

/** Stores the cool-down of an access token, so that other processes do not refresh it either. */
export async function persistCoolDown(
  session: StoreSession,
  { accessToken, cooldown }: RejectedToken,
  signal: AbortSignal,
): Promise<void> {
  const record = withEpoch(await session.read());
  if (record.tokens?.accessToken !== accessToken || record.retry || record.refusal) return;
  const claim = (await session.claim(record.revision, signal))?.claim;
  if (!claim) return;
  // The commit ends the abandoned claim, so the record must say that the refresh token may be spent.
  const isInDoubt = claim.abandoned && record.tokens.refreshToken !== undefined;
  const base = isInDoubt ? afterAbandoned(record) : { ...record, revision: record.revision + 1 };
  await session
    .commit(claim, { ...base, coolsUntil: Date.now() + cooldown })
    .catch(() => session.release(claim));
}
