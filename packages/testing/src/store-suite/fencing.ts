import assert from "node:assert/strict";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, refuse, stored, takeOver, vanish } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Returns two claims of one revision: one whose lease has expired, and the one that took it over. */
async function twoClaimants(account: TestedAccount, revision: number) {
  await commitUpTo(await account.open(), revision);
  const { claim: former } = await vanish(account, revision);
  return { former, present: await takeOver(account, revision) };
}

/** Asserts that a commit returns false and changes nothing. */
async function assertCommitsNothing(account: TestedAccount, claim: Claim, revision: number) {
  const before = await stored(account);
  assert.equal(await claim.commit(recordOf(revision, "-late")), false, "The commit came too late");
  assert.deepEqual(
    await stored(account),
    before,
    "A commit that returned false has changed the record",
  );
}

/** A commit is a compare-and-set of the revision, whoever holds the claim. */
export const fencing: CaseGroup = {
  ...atEachStart(
    "a claimant that was taken over cannot commit after its successor",
    async (account, revision) => {
      const { former, present } = await twoClaimants(account, revision);
      assert.equal(await present.commit(recordOf(revision + 1)), true);
      await assertCommitsNothing(account, former, revision + 1);
    },
  ),

  ...atEachStart(
    "a claimant that took over cannot commit after its predecessor",
    async (account, revision) => {
      const { former, present } = await twoClaimants(account, revision);
      const late = recordOf(revision + 1, "-former");
      assert.equal(await former.commit(late), true, "The revision had not moved on");
      assert.deepEqual(await stored(account), late);
      await assertCommitsNothing(account, present, revision + 1);
    },
  ),

  ...atEachStart("one of two concurrent commits succeeds", async (account, revision) => {
    const { former, present } = await twoClaimants(account, revision);
    const theirs = recordOf(revision + 1, "-former");
    const mine = recordOf(revision + 1, "-present");
    const outcomes = await Promise.all([former.commit(theirs), present.commit(mine)]);
    assert.equal(outcomes.filter(Boolean).length, 1, `The two commits returned ${outcomes}`);
    assert.deepEqual(await stored(account), outcomes[0] ? theirs : mine);
  }),

  ...atEachStart("a second commit of the same claim fails", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    assert.equal(await claim.commit(recordOf(revision + 1)), true);
    await assertCommitsNothing(account, claim, revision + 1);
  }),

  ...atEachStart("a repeated identical commit changes nothing", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    const next = recordOf(revision + 1);
    assert.equal(await claim.commit(next), true);
    assert.equal(typeof (await claim.commit(next)), "boolean");
    assert.deepEqual(await stored(account), next);
  }),

  "a late commit does not replace newer records": async (account) => {
    const { former, present } = await twoClaimants(account, 1);
    const store = await account.open();
    assert.equal(await present.commit(recordOf(2)), true);
    await commit(store, recordOf(3));
    await assertCommitsNothing(account, former, 2);
    await former.release();
    assert.equal(await present.commit(recordOf(2)), false, "The store is at 3");
    assert.deepEqual(await stored(account), recordOf(3));
  },

  "a late commit does not affect the claim of the next revision": async (account) => {
    const { former, present } = await twoClaimants(account, 0);
    assert.equal(await present.commit(recordOf(1)), true);
    const next = await hold(await account.open(), 1);
    await assertCommitsNothing(account, former, 1);
    await refuse(await account.open(), 1, "another process holds it");
    assert.equal(await next.commit(recordOf(2)), true);
  },

  "the next revision can be claimed after a commit by a claimant that was taken over": async (
    account,
  ) => {
    const { former } = await twoClaimants(account, 1);
    assert.equal(await former.commit(recordOf(2)), true);
    const store = await account.open();
    const claim = await eventually(account.patience, "claim of the next revision", () =>
      store.claim(2, { duration: account.lease }),
    );
    assert.equal(await claim.commit(recordOf(3)), true);
  },
};
