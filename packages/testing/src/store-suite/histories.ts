import assert from "node:assert/strict";
import type { TokenRecord } from "@refresh-once/core/store";
import type { CaseGroup } from "./case-group.ts";
import { commit, hold, stored, takeOver, vanish } from "./claiming.ts";
import { everywhere, oddTexts, recordIn, recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Asserts that each record can be committed after the one before it. */
async function assertAccepted(account: TestedAccount, ...records: readonly TokenRecord[]) {
  for (const record of records) {
    await commit(await account.open(), record);
    assert.deepEqual(await stored(account), record);
  }
}

/** Asserts that the foreign record is rejected, and that a record of the stored history is still accepted. */
async function assertForeign(account: TestedAccount, current: TokenRecord, foreign: TokenRecord) {
  await commit(await account.open(), current);
  const claim = await hold(await account.open(), current.revision);
  assert.equal(await claim.commit(foreign), false, "The record belongs to another history");
  assert.deepEqual(
    await stored(account),
    current,
    "A commit that returned false has changed the record",
  );
  await claim.release();
  const next = await hold(await account.open(), current.revision);
  assert.equal(next.abandoned, undefined, "The previous claim was released");
  const own = recordIn(current.epochs ?? [], current.revision + 1);
  assert.equal(await next.commit(own), true, "The record belongs to the stored history");
  assert.deepEqual(await stored(account), own);
}

/** Pairs of ids that a careless comparison considers equal. */
const alikeIds = [
  ["e1", "e11"],
  ["e11", "e1"],
  ["1e", "11e"],
  ["e1", "E1"],
  ["e.1", "e11"],
  ["e%1", "e1"],
  ["1e1", "10"],
] as const;

/** A record replaces only a record of its own history. */
export const histories: CaseGroup = {
  "the first record may belong to any history": async (account) => {
    for (const epochs of [["e1"], ["e1", "e2", "e3"]]) {
      const other = account.other((key) => `${key}-${epochs.length}`);
      await assertAccepted(other, recordIn(epochs, 1));
    }
  },

  "a record of the same history is accepted": async (account) => {
    const histories = [["e1"], ["e1", "e2"], ["1", "2", "3", "4", "5", "6", "7", "8"]];
    for (const epochs of histories) {
      const other = account.other((key) => `${key}-${epochs.length}`);
      await assertAccepted(other, recordIn(epochs, 1), recordIn(epochs, 2));
    }
  },

  "a record that begins a new epoch of the stored history is accepted": (account) =>
    assertAccepted(
      account,
      recordIn(["e1"], 1),
      recordIn(["e1", "e2"], 2),
      // Several new epochs in a row, of which the oldest ids were dropped.
      recordIn(["e2", "e3", "e4", "e5"], 3),
    ),

  "a record of another history is rejected, and changes nothing": (account) =>
    assertForeign(account, recordIn(["e1"], 1), recordIn(["e2"], 2)),

  "a record of a longer history is rejected if it does not contain the stored epoch": (account) =>
    assertForeign(account, recordIn(["e1", "e2"], 1), recordIn(["e3", "e1", "e4"], 2)),

  "a record from before the stored epoch is rejected": (account) =>
    assertForeign(account, recordIn(["e1", "e2"], 1), recordIn(["e1"], 2)),

  "a record of a history with a similar id is rejected": async (account) => {
    for (const [current, foreign] of alikeIds) {
      const other = account.other((key) => `${key}-${current}-${foreign}`);
      await assertForeign(other, recordIn([current], 1), recordIn([foreign], 2));
    }
  },

  "other fields of a record do not affect the comparison of histories": async (account) => {
    const extra = { epochs: ["e1"], nested: [{ epochs: ["e2"] }], text: `"epochs":["e1"]` };
    const records = Object.values(oddTexts).map((text) => everywhere(text, 1));
    const mentions = { ...recordOf(1), tokens: { accessToken: "access", extra } };
    // Other epochs at the end of the text.
    const last = {
      accessToken: "access",
      extra: { ...extra, last: { epoch: "e1", epochs: ["e2"] } },
    };
    const ending = { revision: 1, epochs: [], obtainedAt: 1, tokens: last };
    for (const [at, record] of [...records, mentions, ending].entries()) {
      const other = account.other((key) => `${key}-${at}`);
      const foreign = { ...record, revision: 2, epochs: ["e2"] };
      await assertForeign(other, { ...record, epochs: ["e1"] }, foreign);
    }
  },

  "a claimant that was taken over cannot commit a record of another history": async (account) => {
    await commit(await account.open(), recordIn(["e1"], 1));
    const { claim: former } = await vanish(account, 1);
    const present = await takeOver(account, 1);
    const foreign = recordIn(["e2"], 2, "-former");
    assert.equal(await former.commit(foreign), false, "The record belongs to another history");
    assert.deepEqual(await stored(account), recordIn(["e1"], 1));
    assert.equal(await present.commit(recordIn(["e1"], 2)), true);
    assert.deepEqual(await stored(account), recordIn(["e1"], 2));
  },

  "a record without epochs replaces any other, and any other replaces it": (account) =>
    assertAccepted(account, recordIn(["e1"], 1), recordOf(2), recordOf(3), recordIn(["e2"], 4)),
};
