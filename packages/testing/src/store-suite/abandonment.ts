import assert from "node:assert/strict";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, refuse, takeOver, type Vanished, vanish } from "./claiming.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/**
 * Asserts that a claim reports the abandoned one before it. The tolerance for the start time is less than a
 * lease, so the time of the takeover is not accepted.
 */
function assertReported(
  { abandoned }: Claim,
  { earliest, latest }: Vanished,
  revision: number,
  { lease }: TestedAccount,
): void {
  assert.ok(abandoned, "The claim was abandoned, but this is not reported");
  assert.equal(abandoned.revision, revision);
  const tolerance = lease / 3;
  const isNear =
    abandoned.startedAt >= earliest - tolerance && abandoned.startedAt <= latest + tolerance;
  assert.ok(
    isNear,
    `The claim started between ${earliest} and ${latest}, but ${abandoned.startedAt} is reported`,
  );
}

function assertNotAbandoned(claim: Claim, why: string): void {
  assert.equal(claim.abandoned, undefined, `No claim was abandoned: ${why}`);
}

/** A claim that its holder did not end is reported to the next claimant, until a commit. */
export const abandonment: CaseGroup = {
  ...atEachStart(
    "a claimant that takes over learns which claim was abandoned and when it started",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const vanished = await vanish(account, revision);
      assertReported(await takeOver(account, revision), vanished, revision, account);
    },
  ),

  ...atEachStart(
    "a release keeps the report of an earlier abandoned claim",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const vanished = await vanish(account, revision);
      await (await takeOver(account, revision)).release();
      const next = await hold(await account.open(), revision);
      assertReported(next, vanished, revision, account);
      await next.release();
      assertReported(await hold(await account.open(), revision), vanished, revision, account);
    },
  ),

  "two abandoned claims in a row are reported": async (account) => {
    await vanish(account, 0);
    await takeOver(account, 0, account.lease);
    const third = await takeOver(account, 0);
    assert.equal(
      third.abandoned?.revision,
      0,
      "Two claims were abandoned, but this is not reported",
    );
  },

  ...atEachStart("a commit ends the report of an abandoned claim", async (account, revision) => {
    await commitUpTo(await account.open(), revision);
    await vanish(account, revision);
    assert.equal(await (await takeOver(account, revision)).commit(recordOf(revision + 1)), true);
    const next = await hold(await account.open(), revision + 1);
    assertNotAbandoned(next, "a commit has ended the earlier claim");
  }),

  ...atEachStart("a released claim is not reported as abandoned", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const first = await hold(store, revision);
    assertNotAbandoned(first, "this is the first one");
    await first.release();
    assertNotAbandoned(await hold(store, revision), "the previous claim was released");
  }),

  "a refused claim is not reported as abandoned": async (account) => {
    const [mine, theirs] = await account.openTwice();
    const claim = await hold(mine, 0);
    await refuse(theirs, 0, "another process holds it");
    await claim.release();
    assertNotAbandoned(await hold(theirs, 0), "the other claim was refused");
  },

  "a committed claim is not reported as abandoned": async (account) => {
    const store = await account.open();
    await commit(store, recordOf(1));
    assertNotAbandoned(await hold(store, 1), "the previous claim was committed");
  },

  "a claimant that was taken over does not release its successor's claim": async (account) => {
    const { claim } = await vanish(account, 0);
    const present = await takeOver(account, 0);
    await claim.release();
    await refuse(await account.open(), 0, "the process that took over has not released it");
    assert.equal(await present.commit(recordOf(1)), true);
  },
};
