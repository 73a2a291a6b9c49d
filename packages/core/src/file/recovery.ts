import { descendsFrom, type TokenRecord } from "../store/index.ts";
import { readIfWhole, readRecord } from "./record-file.ts";
import type { StoreFiles } from "./store-files.ts";

/**
 * Finds the record that a former claimant has written and not committed: the reply to the refresh token
 * that it spent. The record is committed as a copy, because the claimant may only be suspended, and
 * could still write into its own file.
 *
 * @param revision that was claimed
 * @param names of what former claimants have left behind
 */
export async function findUndecided(
  files: StoreFiles,
  revision: number,
  names: readonly string[],
): Promise<TokenRecord | undefined> {
  if (names.length === 0) return undefined;
  const current = await readRecord(files.path);
  const found = await Promise.all(names.map((name) => readIfWhole(files.pathOf(name))));
  const whole = found.filter((one) => one?.revision === revision + 1 && descendsFrom(one, current));
  // Another claimant may have written down only that the one before it was abandoned. Such a record has
  // the tokens of the present one; the clock may have been set back since they were obtained.
  const replies = whole.filter((one) => one?.obtainedAt !== current?.obtainedAt);
  const candidates = replies.length > 0 ? replies : whole;
  return candidates.toSorted((a, b) => (b?.obtainedAt ?? 0) - (a?.obtainedAt ?? 0))[0];
}
