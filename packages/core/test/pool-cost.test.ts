import { expect, test } from "vitest";
import { createTokenManagerPool, memoryStore } from "../src/index.ts";

/** The CPU time of this many calls in a pool of this size, µs. */
function costOfHits(calls: number, size: number): number {
  const options = { store: memoryStore(), refresh: async () => ({ accessToken: "a" }) };
  const pool = createTokenManagerPool(() => options, { max: size });
  const names = Array.from({ length: size }, (_, index) => `account ${index}`);
  for (const name of names) pool.get(name);
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) pool.get(names[call % size] ?? "");
  return process.cpuUsage(before).user;
}

test("a call costs about the same in a pool of 100 and of 30,000 managers", () => {
  costOfHits(30_000, 100);
  expect(costOfHits(30_000, 30_000)).toBeLessThan(10 * costOfHits(30_000, 100));
});
