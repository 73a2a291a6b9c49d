import { describe, expect, test } from "vitest";
import {
  type Aftermath,
  type Death,
  dieAt,
  findKillPoints,
  type Setting,
  Successors,
} from "./aftermath.ts";
import type { KillPoint } from "./kill-points.ts";
import { noStrace } from "./strace.ts";
import { useWorker } from "./worker-module.ts";

/**
 * `TESTS=full`: all calls, and each kind of refresh with both kinds of provider; else every 24th call, all
 * calls between the reply and the commit, and each kind of refresh with one kind of provider.
 */
const isFull = process.env.TESTS === "full";
const share = isFull ? 1 : 24;
const patience = isFull ? 1_800_000 : 600_000;
const atOnce = 3;

/**
 * How long the next process may take after a kill, in ms for which it ran. The more it takes without a kill, the slower
 * the machine is.
 */
const limitOf = (usual: number) => usual + Math.max(1_000, 3 * usual);

/** How often a point is tried where the machine was slow. */
const mostTries = 5;

if (noStrace) console.warn(`No process is killed at its system calls: ${noStrace}`);

const worker = useWorker();

/** What holds wherever a process was killed. */
function checkAlways({ reported, stored, names }: Aftermath, where: string): void {
  const { revision = 0, tokens } = stored ?? {};
  expect(revision, where).toBeGreaterThanOrEqual(reported.revision);
  if (revision === reported.revision) expect(tokens?.refreshToken).toBe(reported.refreshToken);
  expect(names, where).toEqual(["tokens.json"]);
}

/** Nobody has to log in. */
function checkNothingIsLost({ restart, reuses }: Aftermath, where: string): void {
  expect(restart, where).not.toHaveProperty("code");
  expect(reuses, where).toBe(0);
}

/** Only a reply that the dead process had not written yet may be lost. */
function checkStrict(after: Aftermath, where: string): void {
  if (after.sends < 2 || after.isReplyWritten) {
    checkNothingIsLost(after, where);
    return;
  }
  expect(after.sends, where).toBe(2);
  // The provider says so, and not the library.
  expect(after.restart, where).toMatchObject({ code: "invalid_grant" });
  expect(after.reuses, where).toBe(1);
}

/** Whatever else the machine does only adds: a point is tried again where the machine was slow. */
async function dieInTime(death: Death, point: KillPoint, most: number): Promise<Aftermath> {
  for (let tries = 1; ; tries++) {
    const after = await dieAtOrBefore(death, point);
    if (after.restart.ms < most || tries === mostTries) return after;
  }
}

/** A thread may make fewer calls of a name than when they were counted: then at an earlier one. */
async function dieAtOrBefore(death: Death, point: KillPoint): Promise<Aftermath> {
  for (let { when } = point; ; when--) {
    const after = await dieAt(death, { ...point, when });
    if (after.isKilled || when === 1) return after;
  }
}

/** On a slow machine, the lease may end in mid-refresh, which then goes another way. */
async function findUsualPoints(setting: Setting): Promise<KillPoint[]> {
  for (let tries = 1; ; tries++) {
    const points = await findKillPoints(worker.module, setting);
    if (tries === mostTries || points.some(({ isUndecided }) => isUndecided)) return points;
  }
}

async function killAtEach(
  setting: Setting,
  check: (after: Aftermath, where: string) => void,
): Promise<void> {
  const all = await findUsualPoints(setting);
  const points = all.filter(({ isUndecided }, index) => isUndecided || index % share === 0);
  expect(all.some(({ isUndecided }) => isUndecided)).toBe(true);
  expect(points.length).toBeGreaterThan(50 / share);
  await using successors = new Successors(worker.module);
  const death = { module: worker.module, setting, successors };
  const undisturbed = await dieAt(death);
  checkAlways(undisturbed, "undisturbed");
  checkNothingIsLost(undisturbed, "undisturbed");
  const usual = undisturbed.restart.ms;
  const times: number[] = [];
  let misses = 0;
  let written = 0;
  await inTurns(points, async (point) => {
    const where = `killed at ${point.call} ${point.when} of thread ${point.thread}`;
    const after = await dieInTime(death, point, limitOf(usual));
    if (!after.isKilled) misses++;
    else if (after.isReplyWritten) written++;
    expect(after.restart.ms, where).toBeLessThan(limitOf(usual));
    checkAlways(after, where);
    check(after, where);
    times.push(after.restart.ms);
  });
  // A thread need not make a call of each name each time.
  expect(misses).toBeLessThan(points.length / 5);
  expect(written).toBeGreaterThan(0);
  const took = [Math.max(...times), usual].map(Math.round);
  console.info(
    `${points.length - misses} kills in the ${setting.refresh} refresh, ${written} of them after the reply was written: the next process answers within ${took[0]} ms, undisturbed ${took[1]} ms`,
  );
}

async function inTurns(points: KillPoint[], each: (point: KillPoint) => Promise<void>) {
  const left = [...points];
  const turn = async () => {
    for (let point = left.shift(); point; point = left.shift()) await each(point);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
}

const kinds: readonly Setting["refresh"][] = ["first", "second"];

describe.skipIf(noStrace)("P1, P2, P4: a process that is killed at any system call of", () => {
  test.each(isFull ? kinds : ["first" as const])(
    "a %s refresh loses nothing where a lost answer can be had again",
    async (refresh) => {
      await killAtEach({ refresh, graceWindow: 3_600_000 }, checkNothingIsLost);
    },
    patience,
  );

  test.each(isFull ? kinds : ["second" as const])(
    "a %s refresh loses nothing from the first write of the reply on",
    async (refresh) => {
      await killAtEach({ refresh, graceWindow: 0 }, checkStrict);
    },
    patience,
  );
});
