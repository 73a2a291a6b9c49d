import { describe, expect, test } from "vitest";
import { type Aftermath, dieAt, findKillPoints, type Setting } from "./aftermath.ts";
import type { KillPoint } from "./kill-points.ts";
import { noStrace } from "./strace.ts";
import { useWorker } from "./worker-module.ts";

/** `CRASH_TESTS=full`: all calls in each setting; else every second one, or fewer. */
const isFull = process.env.CRASH_TESTS === "full";
const patience = isFull ? 900_000 : 120_000;
const atOnce = 3;
const limit = 1_000;

if (noStrace) console.warn(`No process is killed at its system calls: ${noStrace}`);

const worker = useWorker();

/** What holds wherever a process was killed. */
function checkAlways({ reported, stored, restart, names }: Aftermath, where: string): void {
  const { revision = 0, tokens } = stored ?? {};
  expect(revision, where).toBeGreaterThanOrEqual(reported.revision);
  if (revision === reported.revision) expect(tokens?.refreshToken).toBe(reported.refreshToken);
  expect(restart.ms, where).toBeLessThan(limit);
  expect(names, where).toEqual(["tokens.json"]);
}

/** Nobody has to log in. */
function checkNothingIsLost({ restart, reuses }: Aftermath, where: string): void {
  expect(restart, where).not.toHaveProperty("code");
  expect(reuses, where).toBe(0);
}

/** Only the answer that the dead process has not stored any more may be lost. */
function checkStrict(after: Aftermath, where: string): void {
  if (after.sends < 2) {
    checkNothingIsLost(after, where);
    return;
  }
  expect(after.sends, where).toBe(2);
  expect(after.restart, where).toMatchObject({ code: "in_doubt" });
}

/** Whatever else the machine does only adds: it is tried again where it was slow. */
async function dieInTime(setting: Setting, point: KillPoint | undefined): Promise<Aftermath> {
  for (let tries = 1; ; tries++) {
    const after = await dieAt(worker.module, setting, point);
    if (after.restart.ms < limit || tries === 3) return after;
  }
}

async function killAtEach(
  setting: Setting,
  share: number,
  check: (after: Aftermath, where: string) => void,
): Promise<void> {
  const all = await findKillPoints(worker.module, setting);
  const points = all.filter((_, index) => index % share === 0);
  expect(points.length).toBeGreaterThan(50 / share);
  const undisturbed = await dieInTime(setting, undefined);
  checkAlways(undisturbed, "undisturbed");
  checkNothingIsLost(undisturbed, "undisturbed");
  const times: number[] = [];
  let misses = 0;
  await inTurns(points, async (point) => {
    const where = `killed at ${point.call} ${point.when} of thread ${point.thread}`;
    const after = await dieInTime(setting, point);
    checkAlways(after, where);
    check(after, where);
    times.push(after.restart.ms);
    if (!after.isKilled) misses++;
  });
  // Now and then a thread has made a call less than when they were counted.
  expect(misses).toBeLessThan(points.length / 5);
  const [slowest, usual] = [Math.max(...times), undisturbed.restart.ms].map(Math.round);
  console.info(
    `${points.length - misses} kills in the ${setting.refresh} refresh: the next process answers within ${slowest} ms, undisturbed ${usual} ms`,
  );
}

async function inTurns(points: KillPoint[], each: (point: KillPoint) => Promise<void>) {
  const left = [...points];
  const turn = async () => {
    for (let point = left.shift(); point; point = left.shift()) await each(point);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
}

describe.skipIf(noStrace)("P1, P2, P4: a process that is killed at any system call of", () => {
  test.each([
    ["second", 2],
    ["first", 6],
  ] as const)(
    "a %s refresh loses nothing where a lost answer can be had again",
    async (refresh, share) => {
      await killAtEach({ refresh, graceWindow: 60_000 }, isFull ? 1 : share, checkNothingIsLost);
    },
    patience,
  );

  test.each([
    ["second", 4],
    ["first", 12],
  ] as const)(
    "a %s refresh loses nothing but an answer that was not stored yet",
    async (refresh, share) => {
      await killAtEach({ refresh, graceWindow: 0 }, isFull ? 1 : share, checkStrict);
    },
    patience,
  );
});
