import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commitUpTo, granularity, hold, longLease, refuse, takeOver, vanish } from "./claiming.ts";
import { eventually, throughout } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

type ExtendableClaim = Claim & Required<Pick<Claim, "extend">>;

/** Whether a claim has the optional method. If not, there is nothing to check. */
function isExtendable(claim: Claim): claim is ExtendableClaim {
  return claim.extend !== undefined;
}

/** The result of an attempt. "paused": this machine stopped for longer than the lease, so nothing was checked. */
type Finding = "checked" | "paused";

/** Retries with longer and longer leases until an attempt is not disturbed by a pause of the machine. */
async function untilChecked(
  account: TestedAccount,
  attempt: (account: TestedAccount, lease: number) => Promise<Finding>,
): Promise<void> {
  for (let lease = account.lease; lease < account.patience / 2; lease *= 2) {
    const fresh = account.other((key) => `${key}-${lease}`);
    if ((await attempt(fresh, lease)) === "checked") return;
  }
  assert.fail("Every attempt took longer than its lease");
}

/** Asserts that a claim was lost only after its lease had expired. */
function assertPaused(startedAt: number, lease: number, what: string): "paused" {
  const passed = performance.now() - startedAt;
  assert.ok(
    passed >= lease - granularity,
    `${what} ${passed} ms after the start of a lease of ${lease} ms`,
  );
  return "paused";
}

/** Extends a claim for three times its lease, while another process tries to win it. */
async function extendRegularly(account: TestedAccount, lease: number): Promise<Finding> {
  const [mine, theirs] = await account.openTwice();
  let startedAt = performance.now();
  const end = startedAt + 3 * lease;
  const claim = await hold(mine, 0, lease);
  if (!isExtendable(claim)) return "checked";
  const finding = await eventually(Infinity, "end", async () => {
    const asked = performance.now();
    if (!(await claim.extend())) return assertPaused(startedAt, lease, "A claim was not extended");
    startedAt = asked;
    const other = await theirs.claim(0, { duration: longLease });
    if (other) return assertPaused(startedAt, lease, "Another process won an extended claim");
    return asked < end ? undefined : "checked";
  });
  if (finding === "checked") assert.equal(await claim.commit(recordOf(1)), true);
  return finding;
}

/** Extends a claim once, in the middle of its lease, and then abandons it. */
async function extendOnce(account: TestedAccount, lease: number): Promise<Finding> {
  const { claim, before } = await vanish(account, 0, lease);
  if (!isExtendable(claim)) return "checked";
  await pause(lease / 2);
  const startedAt = performance.now();
  if (!(await claim.extend())) return assertPaused(before, lease, "A claim was not extended");
  const { abandoned } = await takeOver(account, 0);
  const passed = Math.round(performance.now() - startedAt);
  assert.ok(
    passed >= lease - granularity,
    `A lease of ${lease} ms expired ${passed} ms after its extension`,
  );
  assert.equal(
    abandoned?.revision,
    0,
    "The extended claim was abandoned, but this is not reported",
  );
  return "checked";
}

/** `extend` restarts a lease, and never brings back a claim that has ended. */
export const heartbeat: CaseGroup = {
  "a claim that is extended regularly cannot be won by another process": (account) =>
    untilChecked(account, extendRegularly),

  "a claim can be taken over when its extended lease has expired, not before": (account) =>
    untilChecked(account, extendOnce),

  ...atEachStart(
    "a claimant that was taken over cannot extend, and does not affect its successor",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      if (!isExtendable(former)) return;
      const present = await takeOver(account, revision);
      assert.equal(await former.extend(), false, "Another process has taken the claim over");
      const store = await account.open();
      const isStillRefused = () => refuse(store, revision, "another process has taken it over");
      await throughout(1.5 * account.lease, isStillRefused);
      await isStillRefused();
      assert.equal(await present.extend?.(), true, "The second claim was not taken over");
      assert.equal(await present.commit(recordOf(revision + 1)), true);
    },
  ),

  ...atEachStart(
    "a released claim cannot be extended, and stays released",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!isExtendable(claim)) return;
      await claim.release();
      assert.equal(await claim.extend(), false, "The claim was released");
      const { abandoned } = await hold(await account.open(), revision);
      assert.equal(abandoned, undefined, "The released claim is reported as abandoned");
    },
  ),

  ...atEachStart(
    "a committed claim cannot be extended, and stays ended",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!isExtendable(claim)) return;
      assert.equal(await claim.commit(recordOf(revision + 1)), true);
      assert.equal(await claim.extend(), false, "The claim was committed");
      const { abandoned } = await hold(await account.open(), revision + 1);
      assert.equal(abandoned, undefined, "The committed claim is reported as abandoned");
    },
  ),

  ...atEachStart(
    "a claim cannot be extended after another claimant's commit of its revision",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      const present = await takeOver(account, revision);
      if (!isExtendable(present)) return;
      assert.equal(await former.commit(recordOf(revision + 1)), true);
      assert.equal(await present.extend(), false, "The revision has moved on");
    },
  ),
};
