import assert from "node:assert/strict";
import type { CaseGroup } from "./case-group.ts";
import { commitUpTo, hold, refuse } from "./claiming.ts";
import { within } from "./patience.ts";
import { recordOf } from "./records.ts";

export const reading: CaseGroup = {
  "who reads does not wait for a claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 2);
    const claim = await hold(mine, 2);
    const what = "read() while somebody has the claim";
    assert.deepEqual(await within(account.patience / 2, what, theirs.read()), recordOf(2));
    assert.equal(await claim.commit(recordOf(3)), true);
  },

  "who reads where nothing is does not wait for a claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await hold(mine, 0);
    const what = "read() while somebody has the first claim";
    assert.equal(await within(account.patience / 2, what, theirs.read()), undefined);
  },

  "many who read disturb no claimant": async (account) => {
    const [mine, theirs] = await account.openTwice();
    await commitUpTo(mine, 1);
    const claim = await hold(mine, 1);
    const records = await Promise.all(Array.from({ length: 50 }, () => theirs.read()));
    assert.deepEqual(
      records,
      records.map(() => recordOf(1)),
    );
    await refuse(theirs, 1, "somebody has it, whoever reads");
    assert.equal(await claim.commit(recordOf(2)), true);
  },
};
