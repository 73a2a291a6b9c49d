import assert from "node:assert/strict";
import type { CaseGroup } from "./case-group.ts";
import { commit, commitUpTo, hold, longLease, takeOver, vanish } from "./claiming.ts";
import { fullRecord, recordOf } from "./records.ts";

/** Committed records and claims survive a restart of the server or the process. */
export const durability: CaseGroup = {
  "a record survives a restart": async (account) => {
    await commit(await account.open(), fullRecord(1));
    assert.deepEqual(await (await account.reopen()).read(), fullRecord(1));
  },

  "the newest record survives a restart": async (account) => {
    await commitUpTo(await account.open(), 4);
    const store = await account.reopen();
    assert.deepEqual(await store.read(), recordOf(4));
    await commit(store, recordOf(5));
    assert.deepEqual(await (await account.reopen()).read(), recordOf(5));
  },

  "a claim survives a restart, or is reported as abandoned": async (account) => {
    await commitUpTo(await account.open(), 1);
    await hold(await account.open(), 1);
    const store = await account.reopen();
    const claim = await store.claim(1, { duration: longLease });
    // A store may know that the restart has ended the holder. Then it need not wait for the end of the lease.
    const isReported = claim === undefined || claim.abandoned?.revision === 1;
    assert.ok(isReported, "Another process held the claim before the restart");
  },

  "a release survives a restart": async (account) => {
    await (await hold(await account.open(), 0)).release();
    const claim = await hold(await account.reopen(), 0);
    assert.equal(claim.abandoned, undefined, "The claim was released before the restart");
  },

  "an abandoned claim is still reported after a restart": async (account) => {
    await commitUpTo(await account.open(), 1);
    await vanish(account, 1);
    await account.reopen();
    const claim = await takeOver(account, 1);
    assert.equal(
      claim.abandoned?.revision,
      1,
      "The claim abandoned before the restart is not reported",
    );
  },

  "the kept report of an abandoned claim survives a restart": async (account) => {
    await vanish(account, 0);
    await (await takeOver(account, 0)).release();
    const claim = await hold(await account.reopen(), 0);
    assert.equal(
      claim.abandoned?.revision,
      0,
      "The claim abandoned before the restart is not reported",
    );
  },
};
