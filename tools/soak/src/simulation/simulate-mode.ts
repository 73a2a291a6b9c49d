import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { wholeFrom } from "@refresh-once/end-to-end/program";
import type { Mode } from "../mode.ts";
import { type Found, type Schedules, simulate } from "./simulate.ts";

/** Between two lines that say how far it is, ms. */
const every = 5_000;

const options = {
  runs: { type: "string", default: "1000000" },
  seed: { type: "string" },
  path: { type: "string" },
} as const;

/** The real core under simulated schedules. */
export const simulateMode: Mode = {
  usage: `npm run soak -- --simulate [flags]

  --runs <count>       how many schedules, 1 to 10^12 (default: 1000000)
  --seed <number>      of the schedules (default: a random one, which is printed)
  --path <path>        of a schedule that was found before: only that one is run`,

  prepare(args) {
    const schedules = schedulesFrom(args);
    return async (interrupted) => {
      const { runs, seed } = schedules;
      console.log(`${runs.toLocaleString("en")} schedules of seed ${seed}`);
      const progress = new Progress();
      const onRun = () => progress.one();
      const found = await simulate({ ...schedules, onRun, interrupted });
      console.log(found ? explain(found, seed) : `All hold. ${progress.line()}`);
      return found === undefined;
    };
  },
};

/** @throws {TypeError} that names the first wrong flag */
function schedulesFrom(args: readonly string[]): Schedules {
  const { values } = parseArgs({ args: [...args], options });
  const { runs, seed = String(randomInt(2 ** 31)), path } = values;
  return {
    runs: wholeFrom("--runs", runs, 1, 1e12),
    seed: wholeFrom("--seed", seed, 0, 2 ** 31 - 1),
    path,
  };
}

/** Counts, and says from time to time how far it is. */
class Progress {
  readonly #startedAt = performance.now();
  #saidAt = 0;
  #count = 0;

  one(): void {
    this.#count++;
    if (this.#passed - this.#saidAt < every) return;
    this.#saidAt = this.#passed;
    console.log(this.line());
  }

  line(): string {
    const rate = Math.round((1000 * this.#count) / this.#passed);
    return `${this.#count.toLocaleString("en")} schedules in ${Math.round(this.#passed / 1000)} s, ${rate} a second`;
  }

  get #passed(): number {
    return performance.now() - this.#startedAt;
  }
}

function explain({ message, plan, path }: Found, seed: number): string {
  return `${message}
${JSON.stringify(plan)}
To see it again: npm run soak -- --simulate --seed ${seed} --path ${path}`;
}
