import { expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulate.ts";

/** `TESTS=full` runs more schedules of the same seed; far more are in `npm run soak -- --simulate`. */
const runs = process.env.TESTS === "full" ? 800 : 200;

const { SIMULATION_SEED = "1", SIMULATION_PATH: path } = process.env;

/** The same each time, so that only a change can make this fail. */
const seed = Number(SIMULATION_SEED);

test(`under ${runs} schedules of crashes, delays and lost replies P1 to P4, P6, P9 and P10 hold`, async () => {
  console.log(`The schedules of seed ${seed}`);
  const found = await simulate({ runs, seed, path });
  expect(found, found && explain(found)).toBeUndefined();
});

function explain({ path, plan, message }: NonNullable<Awaited<ReturnType<typeof simulate>>>) {
  return `${message}
${JSON.stringify(plan)}
To see it again: SIMULATION_SEED=${seed} SIMULATION_PATH=${path} npx nx test @refresh-once/soak`;
}
