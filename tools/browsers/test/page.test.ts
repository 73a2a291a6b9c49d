import { expect, test } from "vitest";
import { emptyTally, isClean, sum, type Tally } from "../src/campaign/index.ts";
import { rowText, tallyHead, tallyRow } from "../src/report/index.ts";
import { pageOf } from "../src/report/page.ts";

const clean: Tally = {
  expiries: 2,
  refreshes: 2,
  reuses: 0,
  revoked: 0,
  requests: 30,
  failures: [],
  slowest: 640,
  lost: 0,
};

const broken: Tally = { ...clean, reuses: 1, revoked: 1, failures: ["401", "401"], lost: 1 };

test("a tally is clean if there is one refresh for each expiry, and nothing was lost", () => {
  expect(isClean(clean)).toBe(true);
  expect(isClean({ ...clean, refreshes: 3 })).toBe(false);
  expect(isClean(broken)).toBe(false);
  expect(isClean(sum(clean, broken))).toBe(false);
});

test("tallies are added, and the slowest request is kept", () => {
  expect(sum(sum(emptyTally, broken), clean)).toEqual({
    expiries: 4,
    refreshes: 4,
    reuses: 1,
    revoked: 1,
    requests: 60,
    failures: ["401", "401"],
    slowest: 640,
    lost: 1,
  });
});

test("a row shows each error once, unless errors are expected", () => {
  const row = tallyRow(["a page"], broken, true);
  expect(row.isMet).toBe(false);
  expect(rowText(row)).toBe("a page | 2 | 2 | 1 | 1 | 2 of 30 | 1 | 0.6 s\n    2 × 401");
  expect(tallyRow(["a page"], broken, false)).toMatchObject({ isMet: true, errors: [] });
});

test("the page has a table for each browser", () => {
  const head = ["refresh in", ...tallyHead];
  const rows = [tallyRow(["a worker"], clean, true)];
  const part = { title: "Storms", head, rows };
  const page = pageOf([
    { ...part, where: "Chromium 156.0" },
    { ...part, where: "Firefox ESR 153.8" },
  ]);
  expect(page).toContain("- Chromium 156.0; Firefox ESR 153.8, headless");
  expect(page.match(/^## Storms$/gm)).toHaveLength(1);
  expect(page).toContain("### Storms: Firefox ESR\n\n| refresh in | expiries |");
  expect(page.match(/^\| a worker +\| 2 +\| 2 +\| 0/gm)).toHaveLength(2);
});
