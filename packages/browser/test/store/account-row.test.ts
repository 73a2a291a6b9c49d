import { describe, expect, test } from "vitest";
import {
  type AccountRow,
  type ClaimAttempt,
  type StoredClaim,
  withClaim,
  withoutClaim,
  withRecord,
} from "../../src/store/account-row.ts";

const lease = 15_000;

function claimAt(now: number, id: string): StoredClaim {
  return { id, startedAt: now, leasedAt: now, duration: lease, isLocked: true };
}

/** A row that one tab has claimed at the time 1 000 000. */
const claimed: AccountRow = { revision: 3, record: "…", claim: claimAt(1_000_000, "mine") };

function attempt(now: number, gone: Pick<ClaimAttempt, "dead" | "silent"> = {}) {
  return withClaim(claimed, { revision: 3, claim: claimAt(now, "other"), ...gone });
}

/** An attempt after the holder was asked for a sign of life. */
function attemptAfterAsking(now: number, asked = claimed.claim) {
  return attempt(now, asked && { silent: asked });
}

describe("P1: a claim of another tab", () => {
  test("holds until its holder was asked, even if its lease has ended", () => {
    expect(attempt(1_000_000 + lease)).toBeUndefined();
  });

  test("is taken over when its lease has ended and its holder does not answer, and is reported as abandoned", () => {
    expect(attemptAfterAsking(1_000_000 + lease)).toMatchObject({
      claim: { id: "other" },
      abandoned: { revision: 3, startedAt: 1_000_000 },
    });
  });

  test("holds if its holder has restarted the lease after the question, or was taken over", () => {
    const earlier = claimAt(1_000_000 - lease, "mine");
    expect(attemptAfterAsking(1_000_000 + lease, earlier)).toBeUndefined();
    const former = claimAt(1_000_000, "former");
    expect(attemptAfterAsking(1_000_000 + lease, former)).toBeUndefined();
  });

  test("is taken over at once when its tab is dead", () => {
    expect(attempt(1_000_001, { dead: "mine" })).toMatchObject({ claim: { id: "other" } });
    expect(attempt(1_000_001, { dead: "another" })).toBeUndefined();
  });

  test("neither ends nor lasts for an hour if the clock is set back by an hour", () => {
    const now = 1_000_000 - 3_600_000;
    const row = attempt(now);
    expect(row?.claim).toMatchObject({ id: "mine", startedAt: 1_000_000, leasedAt: now });
  });

  test("cannot be won for another revision", () => {
    const claim = claimAt(2_000_000, "other");
    expect(withClaim(claimed, { revision: 2, claim, dead: "mine" })).toBeUndefined();
  });
});

test("a release keeps the report of an earlier abandoned claim", () => {
  const row = attemptAfterAsking(1_000_000 + lease);
  expect(row && withoutClaim(row, "other")).toEqual({
    revision: 3,
    record: "…",
    abandoned: { revision: 3, startedAt: 1_000_000 },
  });
});

test("P3: a record of another login does not replace the stored one", () => {
  const row: AccountRow = { revision: 3, record: "…", epochs: ["first"] };
  const next = { revision: 4, obtainedAt: 0 };
  expect(withRecord(row, 3, { ...next, epochs: ["second"] })).toBeUndefined();
  expect(withRecord(row, 3, { ...next, epochs: ["first", "second"] })).toMatchObject({
    revision: 4,
  });
});
