import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Claim } from "@refresh-once/core/store";
import { atEachStart, type CaseGroup } from "./case-group.ts";
import { commitUpTo, granularity, hold, longLease, refuse, takeOver, vanish } from "./claiming.ts";
import { eventually, throughout } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

type ExtendableClaim = Claim & Required<Pick<Claim, "extend">>;

/** A store may leave the method out: then there is nothing to check. */
function isExtendable(claim: Claim): claim is ExtendableClaim {
  return claim.extend !== undefined;
}

/** What an attempt has shown; nothing where this machine paused for longer than the lease. */
type Finding = "checked" | "paused";

/** Tries with longer and longer leases, until this machine does not pause for longer than one. */
async function untilChecked(
  account: TestedAccount,
  attempt: (account: TestedAccount, lease: number) => Promise<Finding>,
): Promise<void> {
  for (let lease = account.lease; lease < account.patience / 2; lease *= 2) {
    const fresh = account.other((key) => `${key}-${lease}`);
    if ((await attempt(fresh, lease)) === "checked") return;
  }
  assert.fail("The store took longer than every lease that was tried");
}

/** A claim may be lost when its lease is over, and only then. */
function assertPaused(startedAt: number, lease: number, what: string): "paused" {
  const passed = performance.now() - startedAt;
  assert.ok(
    passed >= lease - granularity,
    `${what} ${passed} ms after a lease of ${lease} ms began`,
  );
  return "paused";
}

/** Extends a claim again and again, for three times its lease, while somebody else asks for it. */
async function extendAgainAndAgain(account: TestedAccount, lease: number): Promise<Finding> {
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
    if (other) return assertPaused(startedAt, lease, "An extended claim was given to others");
    return asked < end ? undefined : "checked";
  });
  if (finding === "checked") assert.equal(await claim.commit(recordOf(1)), true);
  return finding;
}

/** Extends a claim once, in the middle of its lease, and vanishes. */
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
    `A lease of ${lease} ms was extended, and over ${passed} ms after that`,
  );
  assert.equal(
    abandoned?.revision,
    0,
    "The extended claim was abandoned, and that is not reported",
  );
  return "checked";
}

export const heartbeat: CaseGroup = {
  "a claim that is extended again and again is given to nobody else": (account) =>
    untilChecked(account, extendAgainAndAgain),

  "a claim can be taken over when its extended lease is over, not before": (account) =>
    untilChecked(account, extendOnce),

  ...atEachStart(
    "who was taken over cannot extend, and leaves the other's claim as it is",
    async (account, revision) => {
      await commitUpTo(await account.open(), revision);
      const { claim: former } = await vanish(account, revision);
      if (!isExtendable(former)) return;
      const present = await takeOver(account, revision);
      assert.equal(await former.extend(), false, "Somebody else has taken the claim over");
      const store = await account.open();
      const isStillRefused = () => refuse(store, revision, "somebody has taken it over");
      await throughout(1.5 * account.lease, isStillRefused);
      await isStillRefused();
      assert.equal(await present.extend?.(), true, "Nobody has taken over from the second one");
      assert.equal(await present.commit(recordOf(revision + 1)), true);
    },
  ),

  ...atEachStart(
    "a claim that was released cannot be extended, and stays released",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!isExtendable(claim)) return;
      await claim.release();
      assert.equal(await claim.extend(), false, "The claim was released");
      const { abandoned } = await hold(await account.open(), revision);
      assert.equal(abandoned, undefined, "The claim was released, and is reported as abandoned");
    },
  ),

  ...atEachStart(
    "a claim that was committed cannot be extended, and is over",
    async (account, revision) => {
      const store = await account.open();
      await commitUpTo(store, revision);
      const claim = await hold(store, revision);
      if (!isExtendable(claim)) return;
      assert.equal(await claim.commit(recordOf(revision + 1)), true);
      assert.equal(await claim.extend(), false, "The claim was committed");
      const { abandoned } = await hold(await account.open(), revision + 1);
      assert.equal(abandoned, undefined, "The claim was committed, and is reported as abandoned");
    },
  ),

  ...atEachStart(
    "a claim cannot be extended after somebody else's commit of its revision",
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
