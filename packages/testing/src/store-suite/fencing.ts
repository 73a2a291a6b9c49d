import assert from "node:assert/strict";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, refuse, stored, takeOver, vanish } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Somebody who was away for longer than its lease, and who has taken over: both are there now. */
async function twoClaimants(account: TestedAccount, revision: number) {
  await commitUpTo(await account.open(), revision);
  const { claim: former } = await vanish(account, revision);
  return { former, present: await takeOver(account, revision) };
}

async function commitsNothing(account: TestedAccount, claim: Claim, revision: number) {
  const before = await stored(account);
  assert.equal(await claim.commit(recordOf(revision, "-late")), false, "It was too late to commit");
  assert.deepEqual(
    await stored(account),
    before,
    "A commit that gave false has changed the record",
  );
}

export const fencing: CaseGroup = {
  ...atEachStart(
    "who was taken over commits nothing after the other",
    async (account, revision) => {
      const { former, present } = await twoClaimants(account, revision);
      assert.equal(await present.commit(recordOf(revision + 1)), true);
      await commitsNothing(account, former, revision + 1);
    },
  ),

  ...atEachStart(
    "who has taken over commits nothing after the other",
    async (account, revision) => {
      const { former, present } = await twoClaimants(account, revision);
      const late = recordOf(revision + 1, "-former");
      assert.equal(await former.commit(late), true, "The revision had not moved on");
      assert.deepEqual(await stored(account), late);
      await commitsNothing(account, present, revision + 1);
    },
  ),

  ...atEachStart("of two who commit at once, one does", async (account, revision) => {
    const { former, present } = await twoClaimants(account, revision);
    const theirs = recordOf(revision + 1, "-former");
    const mine = recordOf(revision + 1, "-present");
    const outcomes = await Promise.all([former.commit(theirs), present.commit(mine)]);
    assert.equal(outcomes.filter(Boolean).length, 1, `The two commits gave ${outcomes}`);
    assert.deepEqual(await stored(account), outcomes[0] ? theirs : mine);
  }),

  ...atEachStart("a second commit of a claim commits nothing", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    assert.equal(await claim.commit(recordOf(revision + 1)), true);
    await commitsNothing(account, claim, revision + 1);
  }),

  ...atEachStart("the same commit once more changes nothing", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    const next = recordOf(revision + 1);
    assert.equal(await claim.commit(next), true);
    assert.equal(typeof (await claim.commit(next)), "boolean");
    assert.deepEqual(await stored(account), next);
  }),

  "a commit that comes after newer ones does not bring its record back": async (account) => {
    const { former, present } = await twoClaimants(account, 1);
    const store = await account.open();
    assert.equal(await present.commit(recordOf(2)), true);
    await commit(store, recordOf(3));
    await commitsNothing(account, former, 2);
    await former.release();
    assert.equal(await present.commit(recordOf(2)), false, "The store is at 3");
    assert.deepEqual(await stored(account), recordOf(3));
  },

  "a late commit leaves the claim of the next revision alone": async (account) => {
    const { former, present } = await twoClaimants(account, 0);
    assert.equal(await present.commit(recordOf(1)), true);
    const next = await hold(await account.open(), 1);
    await commitsNothing(account, former, 1);
    await refuse(await account.open(), 1, "somebody has it, whoever was late before");
    assert.equal(await next.commit(recordOf(2)), true);
  },

  "after the commit of one who was taken over, the next revision can be claimed": async (
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
