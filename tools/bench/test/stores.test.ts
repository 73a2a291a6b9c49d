import { expect, test } from "vitest";
import { measureAdoption } from "../src/stores/adoption.ts";
import { measureContention } from "../src/stores/contention.ts";
import type { Cost } from "../src/stores/cost/cost.ts";
import { eachDatabase } from "../src/stores/each-database.ts";
import { Lab } from "../src/stores/lab.ts";
import { measureSteadyState } from "../src/stores/steady-state.ts";
import type { Command } from "../src/stores/worker/protocol.ts";

/** Each of them throws if the token endpoint has counted more or fewer refreshes than there should be. */
test("P1: the short forms of the stores' benches make one refresh an expiry and account", async () => {
  const names = await eachDatabase(async (place) => {
    await measureAdoption(place, { processes: 4, rounds: 2 });
    const { costs } = await measureSteadyState(place, { accounts: 40, rounds: 1 });
    expect(sum(costs.floor)).toBe(3);
    expect(sum(costs.commands)).toBe(3);
    expect(sum(costs.fetch)).toBe(0);
    expect(sum(costs.ours)).toBeGreaterThanOrEqual(2);
    for (const { workers, database } of [costs.floor, costs.ours]) {
      expect(workers).toBeGreaterThan(0);
      expect(database).toBeGreaterThan(0);
    }
    return place.name;
  });
  expect(names).toContain("PostgreSQL");
});

test("a process can have more accounts than fit into its arguments", async () => {
  await eachDatabase(async ({ database }) => {
    await using lab = await Lab.open(database);
    await using fleet = await lab.startFleet(1);
    const managed = lab.logIn(3_000);
    const [done] = await fleet.ask((): Command => ({ kind: "open", managed }));
    expect(done?.cpu).toBeGreaterThan(0);
  });
});

test("many processes can need many accounts", async () => {
  const settings = { processes: 2, accounts: 40, rounds: 1, lifetime: 2_000 };
  const figures = await eachDatabase((place) => measureContention(place, settings));
  for (const { floor, atOnce, ahead } of figures) {
    // One process reads, claims and commits; the other one reads. A manager may still end a subscription meanwhile.
    expect(Math.round(sum(floor))).toBe(4);
    for (const cost of [atOnce, ahead]) expect(sum(cost)).toBeGreaterThanOrEqual(2);
  }
});

function sum(cost: Cost | undefined): number {
  return Object.values(cost?.commands ?? {}).reduce((total, count) => total + count, 0);
}
