import { descendsFrom, type TokenRecord } from "../store/index.ts";
import type { WonAttempt } from "./claim-attempt.ts";
import { readIfWhole, readRecord } from "./record-file.ts";

/**
 * Finds the record that a former claimant wrote but did not commit: the reply to the refresh token that
 * it spent. Commit a copy of it. The former claimant may only be suspended, and could still write to its
 * own file.
 */
export async function findUndecided({
  claimant: { files, revision },
  others,
}: Pick<WonAttempt, "claimant" | "others">): Promise<TokenRecord | undefined> {
  if (others.length === 0) return undefined;
  const current = await readRecord(files.path);
  const found = await Promise.all(others.map((name) => readIfWhole(files.pathOf(name))));
  const whole = found.filter((one) => one?.revision === revision + 1 && descendsFrom(one, current));
  // Prefer a record with new tokens. A claimant that took over may have written only that the claim before
  // it was abandoned; such a record repeats the current tokens and their `obtainedAt`. Do not compare which
  // time is later, because the clock may have been set back.
  const replies = whole.filter((one) => one?.obtainedAt !== current?.obtainedAt);
  const candidates = replies.length > 0 ? replies : whole;
  return candidates.toSorted((a, b) => (b?.obtainedAt ?? 0) - (a?.obtainedAt ?? 0))[0];
}
