import { expect, it } from "vitest";
import { countLostReplies } from "../src/report.ts";
import { soak } from "../src/soak.ts";

const never = new AbortController().signal;

/** Runs a soak; what it prints is at hand where it has found something. */
async function run(seconds: number, kills: boolean) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const lines = [`--seed ${seed}`];
  const settings = { minutes: seconds / 60, processes: 8, kills, seed };
  const { figures, problems } = await soak(settings, (line) => lines.push(line), never);
  return { figures, problems, log: lines.join("\n") };
}

it("P1, P2: of eight processes that are killed at any moment, none spends a token twice, and none is lost that was stored", async () => {
  const { figures, problems, log } = await run(10, true);
  expect(problems, log).toEqual([]);
  expect(figures.failed.size, log).toBe(0);
  expect(figures.reuses, log).toBe(countLostReplies(figures));
  expect(figures.logins, log).toBeGreaterThanOrEqual(1 + figures.losses.length);
  expect(figures.kills, log).toBeGreaterThan(1);
  expect(figures.refreshes, log).toBeGreaterThan(2);
}, 60_000);

it("P4, P6: while nobody is killed, every request is answered and every refresh was needed", async () => {
  const { figures, problems, log } = await run(6, false);
  expect(problems, log).toEqual([]);
  expect(figures, log).toMatchObject({
    failed: new Map(),
    excused: new Map(),
    logins: 1,
    losses: [],
    needless: 0,
    reuses: 0,
  });
  expect(figures.refreshes, log).toBeGreaterThan(1);
  expect(figures.requests, log).toBeGreaterThan(100);
}, 60_000);
