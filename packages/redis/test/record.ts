import type { TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";

/** A lease longer than any test. */
export const lease = { duration: 60_000 };

/** A record of this revision, with tokens that are easy to search for. */
export function record(revision: number): TokenRecord {
  const tokens = { accessToken: `secret-a${revision}`, refreshToken: `secret-r${revision}` };
  return { revision, tokens, obtainedAt: 1_700_000_000_000 };
}

/** Waits for a claim that must be won. */
export async function won(claim: Promise<Claim | undefined>): Promise<Claim> {
  const got = await claim;
  if (!got) throw new Error("the claim was not won");
  return got;
}

/** Commits the records of all revisions up to this one. */
export async function commitUpTo(store: TokenStore, revision: number): Promise<void> {
  for (let next = 1; next <= revision; next++) {
    const claim = await won(store.claim(next - 1, lease));
    await claim.commit(record(next));
  }
}
