import assert from "node:assert/strict";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, refuse, takeOver, type Vanished, vanish } from "./claiming.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** The clock of the claimant, as it went to claim; less than a lease, which is when others come. */
function assertReported(
  { abandoned }: Claim,
  { earliest, latest }: Vanished,
  revision: number,
  { lease }: TestedAccount,
): void {
  assert.ok(abandoned, "The claim was abandoned, and that is not reported");
  assert.equal(abandoned.revision, revision);
  const tolerance = lease / 3;
  const isNear =
    abandoned.startedAt >= earliest - tolerance && abandoned.startedAt <= latest + tolerance;
  assert.ok(isNear, `It was claimed from ${earliest} to ${latest}, not at ${abandoned.startedAt}`);
}

function assertNoDoubt(claim: Claim, why: string): void {
  assert.equal(claim.abandoned, undefined, `Nobody has abandoned this claim: ${why}`);
}

export const abandonment: CaseGroup = {
  ...atEachStart("who takes over is told who vanished and when", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    const vanished = await vanish(account, revision);
    assertReported(await takeOver(account, revision), vanished, revision, account);
  }),

  ...atEachStart("a doubt is handed on by who gives back", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    const vanished = await vanish(account, revision);
    await (await takeOver(account, revision)).release();
    const next = await hold(await account.open(), revision);
    assertReported(next, vanished, revision, account);
    await next.release();
    assertReported(await hold(await account.open(), revision), vanished, revision, account);
  }),

  "a doubt is there as well when one after the other vanishes": async (account) => {
    await vanish(account, 0);
    await takeOver(account, 0, account.lease);
    const third = await takeOver(account, 0);
    assert.equal(third.abandoned?.revision, 0, "Two have vanished, and that is not reported");
  },

  ...atEachStart("a commit ends a doubt", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    await vanish(account, revision);
    assert.equal(await (await takeOver(account, revision)).commit(recordOf(revision + 1)), true);
    const next = await hold(await account.open(), revision + 1);
    assertNoDoubt(next, "a commit has come after who vanished");
  }),

  ...atEachStart("a claim that was given back leaves no doubt", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const first = await hold(store, revision);
    assertNoDoubt(first, "it is the first one");
    await first.release();
    assertNoDoubt(await hold(store, revision), "the one before was released");
  }),

  "a claim that was refused leaves no doubt": async (account) => {
    const [mine, theirs] = await account.openTwice();
    const claim = await hold(mine, 0);
    await refuse(theirs, 0, "somebody has it");
    await claim.release();
    assertNoDoubt(await hold(theirs, 0), "the one before was refused");
  },

  "a claim that was committed leaves no doubt": async (account) => {
    const store = await account.open();
    await commit(store, recordOf(1));
    assertNoDoubt(await hold(store, 1), "the one before was committed");
  },

  "who was taken over does not free the claim by its release": async (account) => {
    const { claim } = await vanish(account, 0);
    const present = await takeOver(account, 0);
    await claim.release();
    await refuse(await account.open(), 0, "somebody has taken it over, who has not released it");
    assert.equal(await present.commit(recordOf(1)), true);
  },
};
