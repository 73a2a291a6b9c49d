import { median } from "../report/median.ts";
import type { Place } from "./each-database.ts";
import { Lab } from "./lab.ts";
import type { Command, Done } from "./worker/protocol.ts";

/** How often the account of how many processes expires. */
export interface AdoptionSettings {
  readonly processes: number;
  readonly rounds: number;
}

/** How long the last of many processes waits for tokens that another has committed. */
export interface Adoption extends AdoptionSettings {
  /** The name of the database. */
  readonly name: string;
  /** Counted by the token endpoint; one a round, and the first. */
  readonly refreshes: number;
  /** From the winner's commit to the last process's adoption, ms. */
  readonly median: number;
  readonly worst: number;
}

/** In ms; so long that all are waiting when the answer comes. */
const latency = 100;

/** All processes see the one account expire at the same time, over and over. */
export async function measureAdoption(
  { name, database }: Place,
  { processes, rounds }: AdoptionSettings,
): Promise<Adoption> {
  await using lab = await Lab.open(database);
  await using fleet = await lab.startFleet(processes);
  lab.configure({ latency });
  const managed = lab.logIn(1);
  await fleet.ask((): Command => ({ kind: "open", managed }));
  const renew = () => fleet.ask((): Command => ({ kind: "renew" }));
  await renew();
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) delays.push(delayOf(await renew()));
  const refreshes = rounds + 1;
  lab.check(refreshes);
  return { name, processes, rounds, refreshes, median: median(delays), worst: Math.max(...delays) };
}

function delayOf(all: readonly Done[]): number {
  const committed = all.flatMap(({ committedAt }) => committedAt ?? []);
  const [committedAt] = committed;
  if (committedAt === undefined || committed.length > 1) {
    throw new Error(`one process was to refresh: ${committed.length} did`);
  }
  return Math.max(...all.map(({ at }) => at)) - committedAt;
}
