import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../../src/simulation/run.ts";
import { plans } from "../../src/simulation/schedule.ts";

test("the same schedule gives the same history, whatever ran before it", async () => {
  const sample = fc.sample(plans(), { numRuns: 20, seed: 4 });
  const first = [];
  for (const plan of sample) first.push(await run(plan));
  for (const plan of sample.toReversed()) expect(await run(plan)).toEqual(first.pop());
});

test("after a run the clocks and timers are real again", async () => {
  const before = [setTimeout, clearTimeout, Date.now, performance.now, AbortSignal.timeout];
  const [plan] = fc.sample(plans(), 1);
  if (plan) await run(plan);
  expect([setTimeout, clearTimeout, Date.now, performance.now, AbortSignal.timeout]).toEqual(
    before,
  );
  expect(Object.keys(performance)).not.toContain("now");
});
