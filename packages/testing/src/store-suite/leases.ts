import assert from "node:assert/strict";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commitUpTo, granularity, hold, longLease, takeOver, vanish } from "./claiming.ts";
import { throughout } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** The longest one that the core asks for: what a timer can wait, ms. */
const longestLease = 2 ** 31 - 1;

async function assertKept(account: TestedAccount, revision: number, lease: number, taker: number) {
  await commitUpTo(await account.open(), revision);
  const { before } = await vanish(account, revision, lease);
  await takeOver(account, revision, taker);
  const waited = performance.now() - before;
  assert.ok(
    waited >= lease - granularity,
    `A lease of ${lease} ms was over after ${Math.round(waited)} ms`,
  );
}

async function assertStands(account: TestedAccount, lease: number, taker: number) {
  const [mine, theirs] = await account.openTwice();
  const claim = await hold(mine, 0, lease);
  await throughout(account.lease, async () => {
    const other = await theirs.claim(0, { duration: taker });
    assert.equal(other, undefined, `A lease of ${lease} ms was cut short`);
  });
  assert.equal(await claim.commit(recordOf(1)), true);
}

export const leases: CaseGroup = {
  ...atEachStart(
    "a claim can be taken over when its lease is over, not before",
    (account, revision) => assertKept(account, revision, account.lease, longLease),
  ),

  "a lease that somebody took over ends by itself": async (account) => {
    const { before } = await vanish(account, 0);
    await takeOver(account, 0, account.lease);
    await takeOver(account, 0);
    const waited = Math.round(performance.now() - before);
    const both = 2 * account.lease;
    assert.ok(
      waited >= both - granularity,
      `Two leases of ${both} ms were over after ${waited} ms`,
    );
  },

  "a lease may end at a fraction of a millisecond": (account) =>
    assertKept(account, 0, account.lease + 0.5, longLease + 0.25),

  "a long lease is not cut by the short one of the next": (account) =>
    assertStands(account, longLease, 1),

  "the longest lease stands": (account) => assertStands(account, longestLease, longestLease),

  "who comes back after its lease may commit while nobody has taken over": async (account) => {
    const store = await account.open();
    const { claim } = await vanish(account, 0);
    await (await takeOver(account, 0)).release();
    assert.equal(await claim.commit(recordOf(1)), true, "The revision had not moved on");
    assert.deepEqual(await store.read(), recordOf(1));
  },
};
