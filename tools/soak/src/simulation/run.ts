import type { History } from "./history.ts";
import type { Plan } from "./plan.ts";
import { UnhandledRejections } from "./unhandled-rejections.ts";
import { call, refreshDeadline } from "./users.ts";
import { inVirtualTime, wallTime } from "./virtual-time.ts";
import { World } from "./world.ts";

/** Longer than whatever a plan delays, and then a request, a lease and two saves: all must be well by then. */
const untilQuiet = 18_000;
const untilWell = 9_000;

/** How often everybody is asked at the end: whoever is told when to try again does so. */
const rounds = 4;

/** Runs one schedule from the beginning to a quiet end, where each living process is asked again. */
export async function run(plan: Plan): Promise<History> {
  const world = new World(plan);
  const { clock, observer, fates, ledger, server } = world;
  const rejections = new UnhandledRejections();
  await inVirtualTime(clock, async () => {
    await clock.runUntil(world.begin() + untilQuiet);
    fates.quiet();
    await clock.runUntil(clock.now + untilWell);
    const unsaved = world.living.flatMap(({ manager }) => manager?.unsaved?.refreshToken ?? []);
    observer.saw({ kind: "quiet", unsaved });
    for (let round = 0, wait = 0; round < rounds; round++) {
      await clock.runUntil(clock.now + wait);
      wait = await askEverybody(world);
    }
    const { record } = ledger;
    const living = world.living.map(({ name }) => name);
    const isLive = server.isLive(record?.tokens?.refreshToken ?? "");
    observer.saw({ kind: "end", record, isLive, living });
    await end(world);
  });
  rejections.end();
  for (const reason of rejections.reasons) observer.saw({ kind: "unhandled", reason });
  return observer.history;
}

/** @returns how long those wait who were told when to try again, ms */
async function askEverybody(world: World): Promise<number> {
  const { clock, observer } = world;
  const before = observer.history.length;
  for (const process of world.living) {
    const ask = () => call(world, process, { kind: "get", ask: (tokens) => tokens.get() });
    await clock.happen(process, ask);
  }
  await clock.runUntil(clock.now + refreshDeadline);
  const waits = observer.history.slice(before).map((entry) => {
    const { retryAt = 0 } = entry.kind === "settled" ? entry.outcome : {};
    return retryAt - wallTime(clock);
  });
  // A clock may have been set by some seconds.
  return Math.max(0, ...waits.map((wait) => (wait > 0 ? wait + 20_000 : 0)));
}

/** Nobody is left waiting in memory: every call of the token endpoint ends, and nobody hears of it. */
async function end({ clock, living, unanswered }: World): Promise<void> {
  for (const process of living) process.isGone = true;
  await clock.happen(living[0], () => {
    for (const reject of unanswered) reject(new Error("the end"));
  });
}
