import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import type { Claim, TokenRecord } from "@refresh-once/core/store";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Longer than any case takes, ms. */
export const longLease = 3_600_000;

/** Clocks that tick in steps, those of files and databases among them, ms. */
export const granularity = 20;

/** Gets a claim that must be there to be had. */
export async function hold(
  store: TokenStore,
  revision: number,
  duration = longLease,
): Promise<Claim> {
  const claim = await store.claim(revision, { duration });
  assert.ok(claim, `Nobody has revision ${revision}, and yet its claim was not given`);
  return claim;
}

/** Asks for a claim that must not be given. */
export async function refuse(store: TokenStore, revision: number, why: string): Promise<void> {
  const claim = await store.claim(revision, { duration: longLease });
  assert.equal(claim, undefined, `The claim of revision ${revision} was given, although ${why}`);
}

/** 50 claims by 5 processes at the same time; gives those that were won. */
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

/** Puts a record in the place of the one before it. */
export async function commit(store: TokenStore, next: TokenRecord): Promise<void> {
  const claim = await hold(store, next.revision - 1);
  assert.equal(await claim.commit(next), true, "A commit of the sole claimant gave false");
}

/** Brings an account to a revision, by ordinary commits. */
export async function commitUpTo(store: TokenStore, revision: number): Promise<void> {
  for (let next = 1; next <= revision; next++) await commit(store, recordOf(next));
}

/** What the store holds, as a process sees it that has just come. */
export async function stored(account: TestedAccount): Promise<TokenRecord | undefined> {
  return (await account.open()).read();
}

/** A claimant that goes away without a word. */
export interface Vanished {
  readonly claim: Claim;
  /** Just before it claimed, by `performance.now()`. */
  readonly before: number;
  /** When it can have claimed, epoch ms. */
  readonly earliest: number;
  readonly latest: number;
}

/** Claims, and does not come back before the lease is over. */
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

/** Asks for the claim of somebody who vanished until its lease is over, and it is given. */
export async function takeOver(
  account: TestedAccount,
  revision: number,
  duration = longLease,
): Promise<Claim> {
  const store = await account.open();
  const what = `claim of revision ${revision}, whose claimant vanished with a lease of ${account.lease} ms,`;
  return eventually(account.patience, what, () => store.claim(revision, { duration }));
}
