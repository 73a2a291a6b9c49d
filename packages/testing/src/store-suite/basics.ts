import assert from "node:assert/strict";
import type { CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, refuse, stored } from "./claiming.ts";
import { frozen } from "./frozen.ts";
import { fullRecord, recordOf } from "./records.ts";

const forgotten = { revision: 1, obtainedAt: 0, seeds: ["IPBvrPfxXTcDFZVPmBpAzQ"] };

/** Reads, claims, commits and releases, one after the other. */
export const basics: CaseGroup = {
  "a read of an empty store returns nothing": async (account) => {
    assert.equal(await stored(account), undefined);
  },

  "the first commit is made at revision 0": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commit(mine, recordOf(1));
    assert.deepEqual(await mine.read(), recordOf(1));
    assert.deepEqual(await theirs.read(), recordOf(1));
  },

  "each commit replaces the one before": async (account) => {
    const [mine, theirs] = await account.openTwice();
    for (let revision = 1; revision < 6; revision += 2) {
      await commit(mine, recordOf(revision));
      assert.deepEqual(await theirs.read(), recordOf(revision));
      await commit(theirs, recordOf(revision + 1));
      assert.deepEqual(await mine.read(), recordOf(revision + 1));
    }
  },

  "a record with all fields is read as it was committed": async (account) => {
    await commit(await account.open(), fullRecord(1));
    assert.deepEqual(await stored(account), fullRecord(1));
  },

  "a commit removes the fields that the next record does not have": async (account) => {
    const store = await account.open();
    await commit(store, fullRecord(1));
    await commit(store, recordOf(2));
    assert.deepEqual(await stored(account), recordOf(2));
  },

  "a record without tokens is read as it was committed": async (account) => {
    const store = await account.open();
    await commit(store, forgotten);
    assert.deepEqual(await stored(account), forgotten);
    await commit(store, recordOf(2));
    assert.deepEqual(await stored(account), recordOf(2));
  },

  "a claim alone commits nothing": async (account) => {
    const store = await account.open();
    await hold(store, 0);
    assert.equal(await stored(account), undefined);
  },

  "a commit ends the claim": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 2);
    const next = await hold(theirs, 2);
    assert.equal(await next.commit(recordOf(3)), true);
    assert.deepEqual(await mine.read(), recordOf(3));
  },

  "a release ends the claim and leaves nothing behind": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 1);
    await (await hold(mine, 1)).release();
    assert.deepEqual(await theirs.read(), recordOf(1));
    await commit(theirs, recordOf(2));
  },

  "a release of the first claim ends it and leaves nothing behind": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await (await hold(mine, 0)).release();
    assert.equal(await theirs.read(), undefined);
    await commit(theirs, recordOf(1));
  },

  "an older revision cannot be claimed": async (account) => {
    const store = await account.open();
    await commitUpTo(store, 3);
    await refuse(store, 2, "the store is at 3");
    await refuse(store, 1, "the store is at 3");
    await refuse(store, 0, "the store is at 3");
  },

  "a newer revision cannot be claimed": async (account) => {
    const store = await account.open();
    await refuse(store, 1, "the store is empty");
    await commitUpTo(store, 3);
    await refuse(store, 4, "the store is at 3");
  },

  "a refused claim leaves nothing behind": async (account) => {
    const store = await account.open();
    await refuse(store, 7, "the store is empty");
    await commitUpTo(store, 1);
    await refuse(store, 0, "the store is at 1");
    await commit(store, recordOf(2));
    assert.deepEqual(await stored(account), recordOf(2));
  },

  "a commit does not modify the record object": async (account) => {
    const record = frozen(fullRecord(1));
    await commit(await account.open(), record);
    assert.deepEqual(record, fullRecord(1));
  },

  "a record that was read is not modified by later commits": async (account) => {
    const store = await account.open();
    await commit(store, recordOf(1));
    const before = await store.read();
    await commit(store, recordOf(2));
    assert.deepEqual(await store.read(), recordOf(2));
    assert.deepEqual(before, recordOf(1));
  },
};
