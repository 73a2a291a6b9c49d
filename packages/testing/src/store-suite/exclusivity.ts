import assert from "node:assert/strict";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { claimAtOnce, commitUpTo, hold, refuse, stored, vanish } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Makes 50 concurrent claims, and asserts that exactly one is won. */
async function soleWinner(account: TestedAccount, revision: number): Promise<Claim> {
  const [winner, ...others] = await claimAtOnce(account, revision);
  assert.ok(winner, `None of 50 won the claim of revision ${revision}`);
  assert.equal(
    others.length,
    0,
    `${others.length + 1} of 50 won the claim of revision ${revision}`,
  );
  return winner;
}

/** Only one process wins a claim. */
export const exclusivity: CaseGroup = {
  ...atEachStart("exactly one of 50 wins the claim", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    const winner = await soleWinner(account, revision);
    assert.equal(await winner.commit(recordOf(revision + 1)), true);
    assert.deepEqual(await stored(account), recordOf(revision + 1));
  }),

  ...atEachStart(
    "after a release, exactly one of 50 wins the claim again",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      await (await soleWinner(account, revision)).release();
      await soleWinner(account, revision);
    },
  ),

  ...atEachStart("exactly one of 50 takes over an abandoned claim", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    await vanish(account, revision);
    const winners = await eventually(account.patience, "winner of an abandoned claim", async () => {
      const claims = await claimAtOnce(account, revision);
      return claims.length > 0 ? claims : undefined;
    });
    assert.equal(winners.length, 1, `${winners.length} took over the same abandoned claim`);
    await refuse(await account.open(), revision, "another process has taken it over");
  }),

  "the holder of a claim cannot win it a second time": async (account) => {
    const store = await account.open();
    await hold(store, 0);
    await refuse(store, 0, "this process already holds it");
  },

  "a second release does not end the next claim": async (account) => {
    const [mine, theirs] = await account.openTwice();
    const former = await hold(mine, 0);
    await former.release();
    const claim = await hold(theirs, 0);
    await former.release();
    await refuse(mine, 0, "another process holds it now");
    assert.equal(await claim.commit(recordOf(1)), true);
  },

  "a refused claim does not end the active one": async (account) => {
    const [mine, theirs] = await account.openTwice();
    const claim = await hold(mine, 0);
    await refuse(theirs, 0, "another process holds it");
    await refuse(theirs, 0, "another process still holds it");
    assert.equal(await claim.commit(recordOf(1)), true);
  },
};
