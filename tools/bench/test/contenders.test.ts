import { expect, test } from "vitest";
import { contenders } from "../src/clients/contenders.ts";
import { measureProcesses } from "../src/processes/measure.ts";
import { measureStorms } from "../src/storms/measure.ts";

test("in a storm each of ours refreshes once and loses nothing, and every peer is counted", async () => {
  const all = await measureStorms(20, 1);
  const ours = all.filter(({ contender }) => contender.role === "ours");
  expect(ours.map(({ contender }) => contender.family)).toEqual([
    "axios",
    "openapi-fetch",
    "fetch",
  ]);
  for (const { storms } of ours) {
    const counted = { refreshes: 1, reuses: 0, failed: 0, unanswered: 0, isNextFine: true };
    expect(storms).toEqual([expect.objectContaining(counted)]);
  }
  const peers = all.filter(({ contender }) => contender.role === "peer");
  for (const { storms } of peers) expect(storms[0]?.refreshes).toBeGreaterThan(0);
});

/** One of each kind; the long form, of all of them, is `npm run bench -- processes`. */
const measured = [
  "@refresh-once/fetch",
  "fetch wrapper with proper-lockfile",
  "failedQueue interceptor",
];

test("two processes on one file get over an expiry with us and by hand; without a file they do not", async () => {
  const some = contenders.filter(({ name }) => measured.includes(name));
  const all = await measureProcesses(2, 2, some);
  expect(all).toHaveLength(measured.length);
  const lost = new Map(all.map(({ contender, expiries }) => [contender.name, expiries[0]?.failed]));
  expect(lost.get("@refresh-once/fetch")).toBe(0);
  expect(lost.get("fetch wrapper with proper-lockfile")).toBe(0);
  expect(lost.get("failedQueue interceptor")).toBeGreaterThan(0);
  for (const { contender, expiries } of all) {
    for (const { refreshes, adoption } of contender.role === "ours" ? expiries : []) {
      expect(refreshes).toBe(1);
      expect(adoption).toBeGreaterThan(0);
    }
  }
});
