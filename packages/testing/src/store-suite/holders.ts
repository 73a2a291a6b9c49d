import assert from "node:assert/strict";
import type { ClaimHolder } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commitUpTo, hold, longLease, vanish } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Makes cases of a store at each starting point. They pass if the store has no `claimHolder`. */
function ifSupported(
  sentence: string,
  check: (account: TestedAccount, revision: number) => Promise<void>,
): CaseGroup {
  return atEachStart(sentence, async (account, revision) => {
    const store = await account.open();
    if (!store.claimHolder) return;
    await commitUpTo(store, revision);
    await check(account, revision);
  });
}

/** Asks as a new process does. */
async function holderOf(account: TestedAccount): Promise<ClaimHolder | undefined> {
  return (await account.open()).claimHolder?.();
}

async function assertFree(account: TestedAccount, why: string): Promise<void> {
  assert.equal(await holderOf(account), undefined, `A holder is reported, although ${why}`);
}

async function assertClaimed(account: TestedAccount): Promise<ClaimHolder> {
  const holder = await holderOf(account);
  assert.ok(holder, "The revision is claimed, but no holder is reported");
  return holder;
}

/** `claimHolder` tells people who has the active claim. */
export const holders: CaseGroup = {
  ...ifSupported(
    "the holder of an active claim is reported, with the times that the store knows",
    async (account, revision) => {
      await assertFree(account, "nobody has claimed the revision");
      const earliest = Date.now();
      await hold(await account.open(), revision);
      const latest = Date.now();
      const { description, startedAt = earliest, leaseEndsAt } = await assertClaimed(account);
      assert.ok(description.trim(), "The description of the holder is empty");
      assert.ok(
        startedAt >= earliest && startedAt <= latest,
        `The claim started between ${earliest} and ${latest}, but ${startedAt} is reported`,
      );
      // The clocks of stores and servers may differ by minutes; the lease is an hour.
      const isFar = leaseEndsAt === undefined || leaseEndsAt > latest + longLease / 2;
      assert.ok(isFar, `The lease ends in an hour, but ${leaseEndsAt} is reported`);
    },
  ),

  ...ifSupported("asking for the holder changes nothing", async (account, revision) => {
    const store = await account.open();
    const claim = await hold(store, revision);
    for (let asked = 0; asked < 3; asked++) await assertClaimed(account);
    assert.equal(await claim.commit(recordOf(revision + 1)), true);
    assert.deepEqual(await store.read(), recordOf(revision + 1));
  }),

  ...ifSupported("nobody is reported after a release", async (account, revision) => {
    await (await hold(await account.open(), revision)).release();
    await assertFree(account, "the claim was released");
  }),

  ...ifSupported("nobody is reported after a commit", async (account, revision) => {
    const claim = await hold(await account.open(), revision);
    assert.equal(await claim.commit(recordOf(revision + 1)), true);
    await assertFree(account, "the claim was committed");
  }),

  ...ifSupported("nobody is reported when the lease has expired", async (account, revision) => {
    await vanish(account, revision);
    await eventually(account.patience, "end of the lease", async () =>
      (await holderOf(account)) ? undefined : "ended",
    );
  }),
};
