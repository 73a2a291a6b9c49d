import assert from "node:assert/strict";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commitUpTo, granularity, hold, longLease, takeOver, vanish } from "./claiming.ts";
import { throughout } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** The longest lease that core requests, which is the longest possible timer, ms. */
const longestLease = 2 ** 31 - 1;

/** Asserts that a claim cannot be taken over before its lease has expired. */
async function assertKept(account: TestedAccount, revision: number, lease: number, taker: number) {
  await commitUpTo(await account.open(), revision);
  const { before } = await vanish(account, revision, lease);
  await takeOver(account, revision, taker);
  const waited = performance.now() - before;
  assert.ok(
    waited >= lease - granularity,
    `A lease of ${lease} ms expired after ${Math.round(waited)} ms`,
  );
}

/** Asserts that a claim with a long lease stays active. */
async function assertStaysActive(account: TestedAccount, lease: number, taker: number) {
  const [mine, theirs] = await account.openTwice();
  const claim = await hold(mine, 0, lease);
  await throughout(account.lease, async () => {
    const other = await theirs.claim(0, { duration: taker });
    assert.equal(other, undefined, `A lease of ${lease} ms expired too early`);
  });
  assert.equal(await claim.commit(recordOf(1)), true);
}

/** A claim can be taken over when its lease has expired, and not before. */
export const leases: CaseGroup = {
  ...atEachStart(
    "a claim can be taken over when its lease has expired, not before",
    (account, revision) => assertKept(account, revision, account.lease, longLease),
  ),

  "the lease of a claim that took over also expires": async (account) => {
    const { before } = await vanish(account, 0);
    await takeOver(account, 0, account.lease);
    await takeOver(account, 0);
    const waited = Math.round(performance.now() - before);
    const both = 2 * account.lease;
    assert.ok(
      waited >= both - granularity,
      `Two leases of ${both} ms in total expired after ${waited} ms`,
    );
  },

  "a lease may have a fraction of a millisecond": (account) =>
    assertKept(account, 0, account.lease + 0.5, longLease + 0.25),

  "a long lease is not shortened by the short lease of another process": (account) =>
    assertStaysActive(account, longLease, 1),

  "the longest lease is kept": (account) => assertStaysActive(account, longestLease, longestLease),

  "a claimant can commit after its lease has expired if no other claimant has committed": async (
    account,
  ) => {
    const store = await account.open();
    const { claim } = await vanish(account, 0);
    await (await takeOver(account, 0)).release();
    assert.equal(await claim.commit(recordOf(1)), true, "The revision had not moved on");
    assert.deepEqual(await store.read(), recordOf(1));
  },
};
