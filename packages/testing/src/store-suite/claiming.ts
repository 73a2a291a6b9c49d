import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** A lease longer than any case takes, ms. */
export const longLease = 3_600_000;

/** How coarse the clocks of files and databases may be, ms. */
export const granularity = 20;

/** Wins a claim that must be available. */
export async function hold(
  store: TokenStore,
  revision: number,
  duration = longLease,
): Promise<Claim> {
  const claim = await store.claim(revision, { duration });
  assert.ok(claim, `Revision ${revision} is not claimed, but the claim was refused`);
  return claim;
}

/** Asserts that a claim is refused. */
export async function refuse(store: TokenStore, revision: number, why: string): Promise<void> {
  const claim = await store.claim(revision, { duration: longLease });
  assert.equal(claim, undefined, `The claim of revision ${revision} was granted, although ${why}`);
}

/** Makes 50 concurrent claims from 5 processes, and returns those that were won. */
export async function claimAtOnce(
  account: TestedAccount,
  revision: number,
): Promise<readonly Claim[]> {
  const stores = await Promise.all(Array.from({ length: 5 }, () => account.open()));
  const many = Array.from({ length: 10 }, () => stores).flat();
  const claims = await Promise.all(
    many.map((store) => store.claim(revision, { duration: longLease })),
  );
  return claims.filter((claim) => claim !== undefined);
}

/** Commits a record after the previous one. */
export async function commit(store: TokenStore, next: TokenRecord): Promise<void> {
  const claim = await hold(store, next.revision - 1);
  assert.equal(await claim.commit(next), true, "The only claimant's commit returned false");
}

/** Commits records up to a revision. */
export async function commitUpTo(store: TokenStore, revision: number): Promise<void> {
  for (let next = 1; next <= revision; next++) await commit(store, recordOf(next));
}

/** Reads the store as a new process does. */
export async function stored(account: TestedAccount): Promise<TokenRecord | undefined> {
  return (await account.open()).read();
}

/** A claim whose holder neither commits nor releases it. */
export interface Vanished {
  readonly claim: Claim;
  /** The time just before the claim, by `performance.now()`. */
  readonly before: number;
  /** The earliest possible start of the claim, epoch ms. */
  readonly earliest: number;
  /** The latest possible start of the claim, epoch ms. */
  readonly latest: number;
}

/** Wins a claim and then does nothing until its lease has expired. */
export async function vanish(
  account: TestedAccount,
  revision: number,
  lease = account.lease,
): Promise<Vanished> {
  const store = await account.open();
  const before = performance.now();
  const earliest = Date.now();
  const claim = await hold(store, revision, lease);
  return { claim, before, earliest, latest: Date.now() };
}

/** Retries an abandoned claim until its lease has expired and the claim is won. */
export async function takeOver(
  account: TestedAccount,
  revision: number,
  duration = longLease,
): Promise<Claim> {
  const store = await account.open();
  const what = `takeover of revision ${revision}, which was abandoned with a lease of ${account.lease} ms,`;
  return eventually(account.patience, what, () => store.claim(revision, { duration }));
}
