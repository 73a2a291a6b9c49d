import assert from "node:assert/strict";
import type { Claim, TokenRecord } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import {
  claimAtOnce,
  commit,
  commitUpTo,
  hold,
  longLease,
  refuse,
  stored,
  takeOver,
  vanish,
} from "./claiming.ts";
import { eventually } from "./patience.ts";
import { fullRecord, recordIn, recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

type JournalingClaim = Claim & Required<Pick<Claim, "journal">>;

/** A store may leave the method out: then there is nothing to check. */
function hasJournal(claim: Claim): claim is JournalingClaim {
  return claim.journal !== undefined;
}

/** Each is asked for the claim until the journaled record is there; nobody gets the claim. */
async function assertRecovered(
  account: TestedAccount,
  journaled: TokenRecord,
  claimsOf: (revision: number) => Promise<readonly Claim[]> = (revision) =>
    claimOnce(account, revision),
): Promise<void> {
  const revision = journaled.revision - 1;
  await eventually(account.patience, "record that was journaled", async () => {
    const claims = await claimsOf(revision);
    assert.equal(claims.length, 0, `Revision ${revision} was claimed, and its reply is journaled`);
    return (await stored(account))?.revision === journaled.revision || undefined;
  });
  assert.deepEqual(await stored(account), journaled);
  const next = await hold(await account.open(), journaled.revision);
  assert.equal(next.abandoned, undefined, "The reply of the former claim was committed");
}

async function claimOnce(account: TestedAccount, revision: number): Promise<readonly Claim[]> {
  const store = await account.open();
  const claim = await store.claim(revision, { duration: longLease });
  return claim ? [claim] : [];
}

/** No journal entry is left: a process that takes over a revision gets the claim, and nothing else. */
async function assertNothingLeft(account: TestedAccount, revision: number): Promise<void> {
  const before = await stored(account);
  await vanish(account, revision);
  const claim = await eventually(account.patience, "claim that was abandoned", async () => {
    const claims = await claimOnce(account, revision);
    assert.deepEqual(await stored(account), before, "An old journal entry was committed");
    return claims[0];
  });
  assert.equal(claim.abandoned?.revision, revision, "It was abandoned, and that is not reported");
}

export const journal: CaseGroup = {
  ...atEachStart(
    "a journaled reply is the record after somebody took over",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim } = await vanish(account, revision);
      if (!hasJournal(claim)) return;
      claim.journal(recordOf(revision + 1));
      await assertRecovered(account, recordOf(revision + 1));
    },
  ),

  "a journaled record with all its fields is read as it was written": async (account) => {
    const { claim } = await vanish(account, 0);
    if (!hasJournal(claim)) return;
    claim.journal(fullRecord(1));
    await assertRecovered(account, fullRecord(1));
  },

  "50 processes that take over a journaled reply at once do not get the claim": async (account) => {
    await commitUpTo(await account.open(), 1);
    const { claim } = await vanish(account, 1);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(2));
    await assertRecovered(account, recordOf(2), (revision) => claimAtOnce(account, revision));
  },

  "a journaled record is not committed while its claim is held": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(1));
    assert.equal(await stored(account), undefined, "Nothing was committed yet");
    await refuse(await account.open(), 0, "somebody has it");
    assert.equal(await stored(account), undefined, "Nothing was committed yet");
  },

  ...atEachStart(
    "a journaled record that is committed is there once",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!hasJournal(claim)) return;
      const next = recordOf(revision + 1);
      claim.journal(next);
      assert.equal(await claim.commit(next), true, "A commit of the sole claimant gave false");
      assert.deepEqual(await stored(account), next);
      await commit(store, recordOf(revision + 2));
      await assertNothingLeft(account, revision + 2);
    },
  ),

  ...atEachStart(
    "a journaled record has no effect after another one was committed",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!hasJournal(claim)) return;
      claim.journal(recordOf(revision + 1, "-journaled"));
      assert.equal(await claim.commit(recordOf(revision + 1)), true, "It was the sole claimant");
      assert.deepEqual(await stored(account), recordOf(revision + 1));
      await assertNothingLeft(account, revision + 1);
    },
  ),

  ...atEachStart("a claim that was released leaves no journal entry", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(revision + 1));
    await claim.release();
    const next = await hold(await account.open(), revision);
    assert.equal(next.abandoned, undefined, "The claim before was released");
    await next.release();
    await assertNothingLeft(account, revision);
  }),

  "a claim that was released writes no journal entry": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    await claim.release();
    claim.journal(recordOf(1));
    await assertNothingLeft(account, 0);
  },

  "a claim that was committed writes no journal entry": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    assert.equal(await claim.commit(recordOf(1)), true);
    claim.journal(recordOf(1, "-late"));
    claim.journal(recordOf(2, "-late"));
    assert.deepEqual(await stored(account), recordOf(1));
    await assertNothingLeft(account, 1);
  },

  ...atEachStart(
    "a process that was taken over before it journals does not replace the record that comes next",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      const present = await takeOver(account, revision);
      if (!hasJournal(former)) return;
      former.journal(recordOf(revision + 1, "-former"));
      assert.equal(await present.commit(recordOf(revision + 1)), true, "It had taken over");
      assert.deepEqual(await stored(account), recordOf(revision + 1));
      await assertNothingLeft(account, revision + 1);
    },
  ),

  ...atEachStart(
    "a process that was taken over before it journals does not replace a newer record",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      const present = await takeOver(account, revision);
      if (!hasJournal(former)) return;
      assert.equal(await present.commit(recordOf(revision + 1)), true, "It had taken over");
      former.journal(recordOf(revision + 1, "-former"));
      assert.deepEqual(await stored(account), recordOf(revision + 1));
      await assertNothingLeft(account, revision + 1);
    },
  ),

  "a journaled record of another history is not committed": async (account) => {
    await commit(await account.open(), recordIn(["e1"], 1));
    const { claim } = await vanish(account, 1);
    if (!hasJournal(claim)) return;
    claim.journal(recordIn(["e2"], 2));
    const { abandoned } = await takeOver(account, 1);
    assert.equal(abandoned?.revision, 1, "The claim was abandoned, and that is not reported");
    assert.deepEqual(await stored(account), recordIn(["e1"], 1));
  },
};
