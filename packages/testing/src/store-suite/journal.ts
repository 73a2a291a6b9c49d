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

/** Whether a claim has the optional method. If not, there is nothing to check. */
function hasJournal(claim: Claim): claim is JournalingClaim {
  return claim.journal !== undefined;
}

/** Tries to win the claim until the journaled record is committed. No attempt may win it. */
async function assertRecovered(
  account: TestedAccount,
  journaled: TokenRecord,
  claimsOf: (revision: number) => Promise<readonly Claim[]> = (revision) =>
    claimOnce(account, revision),
): Promise<void> {
  const revision = journaled.revision - 1;
  await eventually(account.patience, "commit of the journaled record", async () => {
    const claims = await claimsOf(revision);
    assert.equal(
      claims.length,
      0,
      `Revision ${revision} was claimed, although its reply is journaled`,
    );
    return (await stored(account))?.revision === journaled.revision || undefined;
  });
  assert.deepEqual(await stored(account), journaled);
  const next = await hold(await account.open(), journaled.revision);
  assert.equal(next.abandoned, undefined, "The reply of the former claim was committed");
}

/** Tries once to win a claim, as a new process. */
async function claimOnce(account: TestedAccount, revision: number): Promise<readonly Claim[]> {
  const store = await account.open();
  const claim = await store.claim(revision, { duration: longLease });
  return claim ? [claim] : [];
}

/** Asserts that no journal entry is left: a process that takes over wins the claim, and nothing is committed. */
async function assertNothingLeft(account: TestedAccount, revision: number): Promise<void> {
  const before = await stored(account);
  await vanish(account, revision);
  const claim = await eventually(account.patience, "takeover of an abandoned claim", async () => {
    const claims = await claimOnce(account, revision);
    assert.deepEqual(await stored(account), before, "An old journal entry was committed");
    return claims[0];
  });
  assert.equal(
    claim.abandoned?.revision,
    revision,
    "The claim was abandoned, but this is not reported",
  );
}

/** A journaled record is committed by the process that takes over. */
export const journal: CaseGroup = {
  ...atEachStart(
    "a journaled reply is committed when another process takes over",
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

  "none of 50 processes that take over a journaled reply wins the claim": async (account) => {
    await commitUpTo(await account.open(), 1);
    const { claim } = await vanish(account, 1);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(2));
    await assertRecovered(account, recordOf(2), (revision) => claimAtOnce(account, revision));
  },

  "a journaled record is not committed while its claim is active": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(1));
    assert.equal(await stored(account), undefined, "Nothing was committed yet");
    await refuse(await account.open(), 0, "another process holds it");
    assert.equal(await stored(account), undefined, "Nothing was committed yet");
  },

  ...atEachStart(
    "a journaled record that is also committed is committed once",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!hasJournal(claim)) return;
      const next = recordOf(revision + 1);
      claim.journal(next);
      assert.equal(await claim.commit(next), true, "The only claimant's commit returned false");
      assert.deepEqual(await stored(account), next);
      await commit(store, recordOf(revision + 2));
      await assertNothingLeft(account, revision + 2);
    },
  ),

  ...atEachStart(
    "a journaled record is not used after the commit of another one",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!hasJournal(claim)) return;
      claim.journal(recordOf(revision + 1, "-journaled"));
      assert.equal(
        await claim.commit(recordOf(revision + 1)),
        true,
        "The only claimant's commit returned false",
      );
      assert.deepEqual(await stored(account), recordOf(revision + 1));
      await assertNothingLeft(account, revision + 1);
    },
  ),

  ...atEachStart("a released claim leaves no journal entry", async (account, revision) => {
    const store = await account.open();
    await commitUpTo(store, revision);
    const claim = await hold(store, revision);
    if (!hasJournal(claim)) return;
    claim.journal(recordOf(revision + 1));
    await claim.release();
    const next = await hold(await account.open(), revision);
    assert.equal(next.abandoned, undefined, "The previous claim was released");
    await next.release();
    await assertNothingLeft(account, revision);
  }),

  "a claim cannot write a journal entry after its release": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    await claim.release();
    claim.journal(recordOf(1));
    await assertNothingLeft(account, 0);
  },

  "a claim cannot write a journal entry after its commit": async (account) => {
    const claim = await hold(await account.open(), 0);
    if (!hasJournal(claim)) return;
    assert.equal(await claim.commit(recordOf(1)), true);
    claim.journal(recordOf(1, "-late"));
    claim.journal(recordOf(2, "-late"));
    assert.deepEqual(await stored(account), recordOf(1));
    await assertNothingLeft(account, 1);
  },

  ...atEachStart(
    "a process that journals after it was taken over does not replace its successor's record",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      const present = await takeOver(account, revision);
      if (!hasJournal(former)) return;
      former.journal(recordOf(revision + 1, "-former"));
      assert.equal(
        await present.commit(recordOf(revision + 1)),
        true,
        "The claimant that took over could not commit",
      );
      assert.deepEqual(await stored(account), recordOf(revision + 1));
      await assertNothingLeft(account, revision + 1);
    },
  ),

  ...atEachStart(
    "a process that journals after its successor's commit does not replace that record",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      const present = await takeOver(account, revision);
      if (!hasJournal(former)) return;
      assert.equal(
        await present.commit(recordOf(revision + 1)),
        true,
        "The claimant that took over could not commit",
      );
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
    assert.equal(abandoned?.revision, 1, "The claim was abandoned, but this is not reported");
    assert.deepEqual(await stored(account), recordIn(["e1"], 1));
  },
};
