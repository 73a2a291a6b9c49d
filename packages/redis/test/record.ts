import type { TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";

/** Longer than any test. */
export const lease = { duration: 60_000 };

/** Some record of this revision, with tokens that are easily found. */
export function record(revision: number): TokenRecord {
  const tokens = { accessToken: `secret-a${revision}`, refreshToken: `secret-r${revision}` };
  return { revision, tokens, obtainedAt: 1_700_000_000_000 };
}

/** A claim that is expected to be won. */
export async function won(claim: Promise<Claim | undefined>): Promise<Claim> {
  const got = await claim;
  if (!got) throw new Error("the claim was not won");
  return got;
}

/** Puts in the record of this revision, after those before it. */
export async function commitUpTo(store: TokenStore, revision: number): Promise<void> {
  for (let next = 1; next <= revision; next++) {
    const claim = await won(store.claim(next - 1, lease));
    await claim.commit(record(next));
  }
}
