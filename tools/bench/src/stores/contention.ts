import type { Fleet } from "@refresh-once/processes";
import { type Cost, measureCost, typicalCost } from "./cost/cost.ts";
import type { Place } from "./each-database.ts";
import { Lab } from "./lab.ts";
import type { Command, Done } from "./worker/protocol.ts";

/** How many processes need how many accounts, and how often all of these expire. */
export interface ContentionSettings {
  readonly processes: number;
  readonly accounts: number;
  readonly rounds: number;
  /** How long an access token is valid if it is refreshed in the background, ms. */
  readonly lifetime: number;
}

/** What a refresh costs if other processes need the same account. */
export interface Contention extends ContentionSettings {
  /** The name of the database. */
  readonly name: string;
  /** One process refreshes by bare commands, and each other one reads the result. */
  readonly floor: Cost;
  /** All processes need new tokens at the same moment. */
  readonly atOnce: Cost;
  /** All processes refresh in the background, before the tokens expire. */
  readonly ahead: Cost;
}

/** A round before those that are measured: code is compiled, and connections are opened. */
const warmUp = 1;

export async function measureContention(
  place: Place,
  settings: ContentionSettings,
): Promise<Contention> {
  const { floor, atOnce } = await measureAtOnce(place, settings);
  const ahead = await measureAhead(place, settings);
  return { name: place.name, ...settings, floor, atOnce, ahead };
}

async function measureAtOnce(
  { database, server }: Place,
  { processes, accounts, rounds }: ContentionSettings,
): Promise<Pick<Contention, "floor" | "atOnce">> {
  await using lab = await Lab.open(database);
  await using fleet = await lab.startFleet(processes);
  const [managed, bare] = [lab.logIn(accounts), lab.logIn(accounts)];
  const open = (process: number): Command => {
    return { kind: "open", managed, bare, share: { process, processes } };
  };
  await fleet.ask(open);
  await fleet.ask((): Command => ({ kind: "renew" }));
  const measure = (kind: "renew" | "bare refresh") => {
    const run = () => fleet.ask((): Command => ({ kind }));
    return measureCost({ server, run, accounts: () => accounts });
  };
  const floor: Cost[] = [];
  const atOnce: Cost[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const costs = [await measure("renew"), await measure("bare refresh")] as const;
    if (round < 0) continue;
    atOnce.push(costs[0]);
    floor.push(costs[1]);
  }
  lab.check(accounts * (1 + 2 * (warmUp + rounds)));
  return { floor: typicalCost(floor), atOnce: typicalCost(atOnce) };
}

async function measureAhead(
  { database, server }: Place,
  { processes, accounts, rounds, lifetime }: ContentionSettings,
): Promise<Cost> {
  await using lab = await Lab.open(database);
  await using fleet = await lab.startFleet(processes);
  lab.configure({ accessTokenLifetime: lifetime });
  const managed = lab.logIn(accounts);
  await fleet.ask((): Command => ({ kind: "open", managed, isAhead: true }));
  await fleet.ask((): Command => ({ kind: "renew" }));
  const costs: Cost[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const before = lab.refreshes;
    const refreshed = () => lab.refreshes - before;
    const run = () => waitUntil(() => refreshed() >= accounts, fleet, lifetime / 4);
    const cost = await measureCost({ server, run, accounts: refreshed });
    if (round >= 0) costs.push(cost);
  }
  lab.checkReuse();
  return typicalCost(costs);
}

/** Has the processes wait, so that timers do the work. The less often they are asked, the less that costs. */
async function waitUntil(
  isDone: () => boolean,
  fleet: Fleet<Done>,
  duration: number,
): Promise<readonly Done[]> {
  const all: Done[] = [];
  while (!isDone()) {
    all.push(...(await fleet.ask((): Command => ({ kind: "wait", duration }))));
  }
  return all;
}
