import type { History } from "./history.ts";
import type { Plan } from "./plan.ts";
import { UnhandledRejections } from "./unhandled-rejections.ts";
import { call, refreshDeadline } from "./users.ts";
import { inVirtualTime } from "./virtual-time.ts";
import { World } from "./world.ts";

/** Longer than whatever a plan delays, and then a lease and two saves: all must be well by then. */
const untilQuiet = 10_000;
const untilWell = 9_000;

/** Runs one schedule from the beginning to a quiet end, where each living process is asked once more. */
export async function run(plan: Plan): Promise<History> {
  const world = new World(plan);
  const { clock, observer, fates, ledger } = world;
  const rejections = new UnhandledRejections();
  await inVirtualTime(clock, async () => {
    await clock.runUntil(world.begin() + untilQuiet);
    fates.quiet();
    await clock.runUntil(clock.now + untilWell);
    const unsaved = world.living.flatMap(({ manager }) => manager?.unsaved?.refreshToken ?? []);
    observer.saw({ kind: "quiet", unsaved });
    for (const process of world.living) {
      const ask = () => call(world, process, { kind: "get", ask: (tokens) => tokens.get() });
      await clock.happen(process, ask);
    }
    await clock.runUntil(clock.now + refreshDeadline);
    const living = world.living.map(({ name }) => name);
    observer.saw({ kind: "end", record: ledger.record, living });
    await end(world);
  });
  rejections.end();
  for (const reason of rejections.reasons) observer.saw({ kind: "unhandled", reason });
  return observer.history;
}

/** Nobody is left waiting in memory: every call of the token endpoint ends, and nobody hears of it. */
async function end({ clock, living, unanswered }: World): Promise<void> {
  for (const process of living) process.isGone = true;
  await clock.happen(living[0], () => {
    for (const reject of unanswered) reject(new Error("the end"));
  });
}
