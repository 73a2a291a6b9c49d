import { beforeAll, expect, test } from "vitest";
import { measureAdoption } from "../src/stores/adoption.ts";
import { type Contention, measureContention } from "../src/stores/contention.ts";
import type { Cost } from "../src/stores/cost/cost.ts";
import { eachDatabase, type Place } from "../src/stores/each-database.ts";
import { Lab } from "../src/stores/lab.ts";
import { measureSteadyState, type SteadyState } from "../src/stores/steady-state.ts";
import type { Command } from "../src/stores/worker/protocol.ts";

interface Figures {
  readonly steadyState: SteadyState;
  /** Of one database, or with `TESTS=full` of each. */
  readonly contention: Contention | undefined;
  /** The CPU time of opening many accounts, µs. */
  readonly opening: number | undefined;
}

let figures: readonly Figures[];

/**
 * `TESTS=full`: each bench with each database. Else the benches of several processes run with PostgreSQL alone,
 * which is always there: the tests of each store have processes that share an account, too.
 */
const isFull = process.env.TESTS === "full";

// Each database is started once for all tests. More rounds and accounts are in `npm run bench`.
beforeAll(async () => {
  figures = await eachDatabase(measure);
});

/** Each of them throws if the token endpoint has counted more or fewer refreshes than there should be. */
async function measure(place: Place): Promise<Figures> {
  const isPostgres = place.database.kind === "postgres";
  const few = { processes: 2, accounts: 10, rounds: 1, lifetime: 2_000 };
  if (isFull || isPostgres) await measureAdoption(place, { processes: 2, rounds: 2 });
  return {
    steadyState: await measureSteadyState(place, { accounts: 20, rounds: 1 }),
    contention: isFull || isPostgres ? await measureContention(place, few) : undefined,
    // The database makes no difference to it.
    opening: isPostgres ? await measureOpening(place) : undefined,
  };
}

async function measureOpening({ database }: Place): Promise<number | undefined> {
  await using lab = await Lab.open(database);
  await using fleet = await lab.startFleet(1);
  const managed = lab.logIn(2_000);
  const [done] = await fleet.ask((): Command => ({ kind: "open", managed }));
  return done?.cpu;
}

test("P1: the short forms of the stores' benches make one refresh an expiry and account", () => {
  expect(figures.map(({ steadyState }) => steadyState.name)).toContain("PostgreSQL");
  for (const { costs } of figures.map(({ steadyState }) => steadyState)) {
    expect(sum(costs.floor)).toBe(3);
    expect(sum(costs.commands)).toBe(3);
    expect(sum(costs.fetch)).toBe(0);
    expect(sum(costs.ours)).toBeGreaterThanOrEqual(2);
    for (const { workers, database } of [costs.floor, costs.ours]) {
      expect(workers).toBeGreaterThan(0);
      expect(database).toBeGreaterThan(0);
    }
  }
});

test("a process can have more accounts than fit into its arguments", () => {
  const [opening] = figures.flatMap((one) => one.opening ?? []);
  expect(opening).toBeGreaterThan(0);
});

test("many processes can need many accounts", () => {
  const contentions = figures.flatMap(({ contention }) => contention ?? []);
  expect(contentions.map(({ name }) => name)).toContain("PostgreSQL");
  for (const { floor, atOnce, ahead } of contentions) {
    // One process reads, claims and commits; the other one reads. A manager may still end a subscription meanwhile.
    expect(Math.round(sum(floor))).toBe(4);
    for (const cost of [atOnce, ahead]) expect(sum(cost)).toBeGreaterThanOrEqual(2);
  }
});

function sum(cost: Cost | undefined): number {
  return Object.values(cost?.commands ?? {}).reduce((total, count) => total + count, 0);
}
