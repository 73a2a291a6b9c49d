import { describe, expect, test } from "vitest";
import { budgets } from "../src/bytes/budgets.ts";
import { entries, entryNames } from "../src/bytes/entries.ts";
import { minifiedAlone, weigh } from "../src/bytes/weigh.ts";

const budgeted = entryNames.flatMap((name) => {
  const budget = budgets[name];
  return budget === undefined ? [] : [{ name, budget }];
});

describe("what a user's bundle gets larger by", () => {
  test.each(budgeted)("$name stays within $budget bytes, gzip", async ({ name, budget }) => {
    const { gzip } = await weigh(entries[name]);
    expect(gzip).toBeLessThanOrEqual(budget);
    // A budget that is far off holds nothing any more.
    expect(gzip, "the budget can be taken down").toBeGreaterThan(budget * 0.85);
  });
});

describe("what is not used is left out, also of the one module that core is published as", () => {
  test.each([
    ["isTokenError", 500],
    ["jwtExpiresAt", 500],
    ["whyNotSentAgain", 700],
    ["findTokenError", 800],
    ["TokenError", 1_000],
    ["memoryStore", 1_500],
  ])("%s alone needs at most %i bytes, minified", async (name, most) => {
    expect(await minifiedAlone(name)).toBeLessThanOrEqual(most);
  });
});
