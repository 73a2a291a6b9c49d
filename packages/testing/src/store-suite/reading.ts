import assert from "node:assert/strict";
import type { CaseGroup } from "./case-group.ts";
import { commitUpTo, hold, refuse } from "./claiming.ts";
import { within } from "./patience.ts";
import { recordOf } from "./records.ts";

/** A read never waits for a claimant. */
export const reading: CaseGroup = {
  "a read does not wait for a claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 2);
    const claim = await hold(mine, 2);
    const what = "read() during a claim";
    assert.deepEqual(await within(account.patience / 2, what, theirs.read()), recordOf(2));
    assert.equal(await claim.commit(recordOf(3)), true);
  },

  "a read of an empty store does not wait for a claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await hold(mine, 0);
    const what = "read() during the first claim";
    assert.equal(await within(account.patience / 2, what, theirs.read()), undefined);
  },

  "many concurrent reads do not disturb a claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 1);
    const claim = await hold(mine, 1);
    const records = await Promise.all(Array.from({ length: 50 }, () => theirs.read()));
    assert.deepEqual(
      records,
      records.map(() => recordOf(1)),
    );
    await refuse(theirs, 1, "another process holds it");
    assert.equal(await claim.commit(recordOf(2)), true);
  },
};
