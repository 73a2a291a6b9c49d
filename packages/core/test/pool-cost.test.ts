import { expect, test } from "vitest";
import { createTokenManagerPool, memoryStore } from "../src/index.ts";

/** The least CPU time of this many calls in a pool of this size, µs: the garbage collector may run in some of them. */
function costOfHits(calls: number, size: number): number {
  const options = { store: memoryStore(), refresh: async () => ({ accessToken: "a" }) };
  const pool = createTokenManagerPool(() => options, { max: size });
  const names = Array.from({ length: size }, (_, index) => `account ${index}`);
  for (const name of names) pool.get(name);
  const rounds = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) pool.get(names[call % size] ?? "");
    return process.cpuUsage(before).user;
  });
  return Math.min(...rounds);
}

test("a call costs about the same in a pool of 100 and of 30,000 managers", () => {
  const large = costOfHits(300_000, 30_000);
  expect(large).toBeLessThan(20 * costOfHits(300_000, 100));
});
