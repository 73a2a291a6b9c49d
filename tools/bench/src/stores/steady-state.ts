import { type Cost, measureCost, typicalCost } from "./cost/cost.ts";
import type { Place } from "./each-database.ts";
import { Lab } from "./lab.ts";
import type { Command } from "./worker/protocol.ts";

/** How many accounts a process has, and how often all of them expire. */
export interface SteadyStateSettings {
  readonly accounts: number;
  readonly rounds: number;
}

/** What is measured; each has its turn in every round. */
const orders = {
  commands: { kind: "bare commands" },
  fetch: { kind: "token call", by: "fetch" },
  http: { kind: "token call", by: "node:http" },
  floor: { kind: "bare refresh" },
  ours: { kind: "renew" },
} as const satisfies Record<string, Command>;

/** Something that is measured. */
export type Part = keyof typeof orders;

/** What a refresh costs if no other process needs the account, and what it is made of. */
export interface SteadyState extends SteadyStateSettings {
  /** The name of the database. */
  readonly name: string;
  readonly costs: Readonly<Record<Part, Cost>>;
}

/** A round before those that are measured: code is compiled, and connections are opened. */
const warmUp = 1;

/** One process refreshes accounts that nobody else needs. */
export async function measureSteadyState(
  { name, database, server }: Place,
  { accounts, rounds }: SteadyStateSettings,
): Promise<SteadyState> {
  await using lab = await Lab.open(database);
  await using fleet = await lab.startFleet(1);
  const [managed, bare, called] = [lab.logIn(accounts), lab.logIn(accounts), lab.logIn(accounts)];
  await fleet.ask((): Command => ({ kind: "open", managed, bare, called }));
  // The first tokens of the library's accounts.
  await fleet.ask((): Command => orders.ours);
  const costs: Record<Part, Cost[]> = { commands: [], fetch: [], http: [], floor: [], ours: [] };
  const parts: Part[] = ["commands", "fetch", "http", "floor", "ours"];
  for (let round = -warmUp; round < rounds; round++) {
    for (const part of rotated(parts, round + warmUp)) {
      const run = () => fleet.ask((): Command => orders[part]);
      const cost = await measureCost({ server, run, accounts: () => accounts });
      if (round >= 0) costs[part].push(cost);
    }
  }
  // All but the commands alone refresh.
  lab.check(accounts * (1 + (parts.length - 1) * (rounds + warmUp)));
  return {
    name,
    accounts,
    rounds,
    costs: {
      commands: typicalCost(costs.commands),
      fetch: typicalCost(costs.fetch),
      http: typicalCost(costs.http),
      floor: typicalCost(costs.floor),
      ours: typicalCost(costs.ours),
    },
  };
}

/** Another one comes first in each round. */
function rotated(parts: readonly Part[], round: number): readonly Part[] {
  const first = round % parts.length;
  return [...parts.slice(first), ...parts.slice(0, first)];
}
