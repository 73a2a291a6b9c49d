import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import type { Claim, ReadClaim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, longLease, refuse, stored, vanish } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Reads the store and claims a revision in one step. */
type OneStep = (store: TokenStore, revision: number) => Promise<ReadClaim>;

/** Makes cases of a store at each starting point. They pass if the store has no `readAndClaim`. */
function ifSupported(
  sentence: string,
  check: (account: TestedAccount, revision: number, inOneStep: OneStep) => Promise<void>,
): CaseGroup {
  return atEachStart(sentence, async (account, revision) => {
    const store = await account.open();
    if (!store.readAndClaim) return;
    await commitUpTo(store, revision);
    await check(account, revision, async (from, claimed) => {
      const read = await from.readAndClaim?.(claimed, { duration: longLease });
      assert.ok(read, "readAndClaim() returned nothing");
      return read;
    });
  });
}

/** The record at a starting point. */
function recordAt(revision: number) {
  return revision === 0 ? undefined : recordOf(revision);
}

function assertGranted({ claim }: ReadClaim): Claim {
  assert.ok(claim, "Nobody has the claim, but it was refused");
  return claim;
}

/** `readAndClaim` does what `read` and `claim` do. */
export const oneStep: CaseGroup = {
  ...ifSupported(
    "a claim that is granted comes with the record that it may replace",
    async (account, revision, inOneStep) => {
      const read = await inOneStep(await account.open(), revision);
      assert.deepEqual(read.record ?? undefined, recordAt(revision));
      await refuse(await account.open(), revision, "it was claimed by readAndClaim()");
      assert.equal(await assertGranted(read).commit(recordOf(revision + 1)), true);
      assert.deepEqual(await stored(account), recordOf(revision + 1));
    },
  ),

  ...ifSupported(
    "while another process has the claim, the record comes without one",
    async (account, revision, inOneStep) => {
      const claim = await hold(await account.open(), revision);
      const read = await inOneStep(await account.open(), revision);
      assert.equal(read.claim, undefined, "Another process has the claim, but it was granted");
      assert.deepEqual(read.record ?? undefined, recordAt(revision));
      assert.equal(await claim.commit(recordOf(revision + 1)), true);
    },
  ),

  ...ifSupported(
    "the record of another revision comes without a claim, and is not claimed",
    async (account, revision, inOneStep) => {
      const store = await account.open();
      await commit(store, recordOf(revision + 1));
      for (const other of [revision, revision + 2]) {
        const read = await inOneStep(store, other);
        assert.equal(read.claim, undefined, `Revision ${other} is not stored, but was claimed`);
        assert.deepEqual(read.record, recordOf(revision + 1));
      }
      await hold(store, revision + 1);
    },
  ),

  ...ifSupported(
    "exactly one of 50 wins, whether it reads first or not",
    async (account, revision, inOneStep) => {
      const stores = await Promise.all(Array.from({ length: 50 }, () => account.open()));
      const claims = await Promise.all(
        stores.map(async (store, at) =>
          at % 2 === 0
            ? (await inOneStep(store, revision)).claim
            : store.claim(revision, { duration: longLease }),
        ),
      );
      const winners = claims.filter((claim) => claim !== undefined);
      assert.equal(winners.length, 1, `${winners.length} of 50 won the claim`);
    },
  ),

  ...ifSupported(
    "an abandoned claim is taken over, and reported",
    async (account, revision, inOneStep) => {
      const { earliest, latest } = await vanish(account, revision);
      const store = await account.open();
      const what = `takeover of revision ${revision}`;
      const claim = await eventually(account.patience, what, async () => {
        const read = await inOneStep(store, revision);
        assert.deepEqual(read.record ?? undefined, recordAt(revision));
        return read.claim;
      });
      const { startedAt = 0 } = claim.abandoned ?? {};
      const isReported = startedAt >= earliest && startedAt <= latest;
      assert.ok(isReported, "The claim was abandoned, but this is not reported");
    },
  ),

  ...ifSupported(
    "a claim that is released can be won again",
    async (account, revision, inOneStep) => {
      const store = await account.open();
      await assertGranted(await inOneStep(store, revision)).release();
      const read = await inOneStep(store, revision);
      assert.equal(
        assertGranted(read).abandoned,
        undefined,
        "The claim was released, not abandoned",
      );
    },
  ),
};
