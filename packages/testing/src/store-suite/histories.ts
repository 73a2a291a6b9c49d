import assert from "node:assert/strict";
import type { TokenRecord } from "@refresh-once/core/store";
import type { CaseGroup } from "./case-group.ts";
import { commit, hold, stored, takeOver, vanish } from "./claiming.ts";
import { everywhere, oddTexts, recordIn, recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Commits records one after the other; each belongs to the history of the one before it. */
async function assertTaken(account: TestedAccount, ...records: readonly TokenRecord[]) {
  for (const record of records) {
    await commit(await account.open(), record);
    assert.deepEqual(await stored(account), record);
  }
}

/** A store that holds the first record refuses the second one, and still takes one that descends. */
async function assertForeign(account: TestedAccount, current: TokenRecord, foreign: TokenRecord) {
  await commit(await account.open(), current);
  const claim = await hold(await account.open(), current.revision);
  assert.equal(await claim.commit(foreign), false, "It is the record of another history");
  assert.deepEqual(await stored(account), current, "A commit that gave false changed the record");
  await claim.release();
  const next = await hold(await account.open(), current.revision);
  assert.equal(next.abandoned, undefined, "The claim before was released");
  const own = recordIn(current.epochs ?? [], current.revision + 1);
  assert.equal(await next.commit(own), true, "It is a record of the stored history");
  assert.deepEqual(await stored(account), own);
}

/** Ids of which a careless comparison takes one for the other. */
const alikeIds = [
  ["e1", "e11"],
  ["e11", "e1"],
  ["1e", "11e"],
  ["e1", "E1"],
  ["e.1", "e11"],
  ["e%1", "e1"],
  ["1e1", "10"],
] as const;

export const histories: CaseGroup = {
  "the first record may belong to any history": async (account) => {
    for (const epochs of [["e1"], ["e1", "e2", "e3"]]) {
      const other = account.other((key) => `${key}-${epochs.length}`);
      await assertTaken(other, recordIn(epochs, 1));
    }
  },

  "a record of the same history is taken": async (account) => {
    const histories = [["e1"], ["e1", "e2"], ["1", "2", "3", "4", "5", "6", "7", "8"]];
    for (const epochs of histories) {
      const other = account.other((key) => `${key}-${epochs.length}`);
      await assertTaken(other, recordIn(epochs, 1), recordIn(epochs, 2));
    }
  },

  "a record is taken that begins a new epoch of the stored history": (account) =>
    assertTaken(
      account,
      recordIn(["e1"], 1),
      recordIn(["e1", "e2"], 2),
      // Several restores in a row, and the oldest ids are forgotten.
      recordIn(["e2", "e3", "e4", "e5"], 3),
    ),

  "a record of another history is refused, and changes nothing": (account) =>
    assertForeign(account, recordIn(["e1"], 1), recordIn(["e2"], 2)),

  "a record of a longer history is refused if it does not have the stored epoch": (account) =>
    assertForeign(account, recordIn(["e1", "e2"], 1), recordIn(["e3", "e1", "e4"], 2)),

  "a record from before the stored epoch is refused": (account) =>
    assertForeign(account, recordIn(["e1", "e2"], 1), recordIn(["e1"], 2)),

  "a record of a history with an id that is alike is refused": async (account) => {
    for (const [current, foreign] of alikeIds) {
      const other = account.other((key) => `${key}-${current}-${foreign}`);
      await assertForeign(other, recordIn([current], 1), recordIn([foreign], 2));
    }
  },

  "what else a record holds does not count": async (account) => {
    const extra = { epochs: ["e1"], nested: [{ epochs: ["e2"] }], text: `"epochs":["e1"]` };
    const records = Object.values(oddTexts).map((text) => everywhere(text, 1));
    const mentions = { ...recordOf(1), tokens: { accessToken: "access", extra } };
    for (const [at, record] of [...records, mentions].entries()) {
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
    assert.equal(await former.commit(foreign), false, "It is the record of another history");
    assert.deepEqual(await stored(account), recordIn(["e1"], 1));
    assert.equal(await present.commit(recordIn(["e1"], 2)), true);
    assert.deepEqual(await stored(account), recordIn(["e1"], 2));
  },

  "a record without epochs replaces any other, and any other replaces it": (account) =>
    assertTaken(account, recordIn(["e1"], 1), recordOf(2), recordOf(3), recordIn(["e2"], 4)),
};
