import type { Database } from "@refresh-once/end-to-end/databases";
import type { Fleet } from "@refresh-once/end-to-end/processes";
import { machineClock } from "../clock.ts";
import { median } from "../report/median.ts";
import { Lab } from "./lab.ts";
import type { Command, Done } from "./protocol.ts";

export interface ManyKeysSettings {
  readonly processes: number;
  readonly keys: number;
  readonly rounds: number;
}

/** What it takes when all accounts of a service expire at once. */
export interface ManyKeys extends ManyKeysSettings {
  /** Counted by the token endpoint: one a key and round, and the first of each. */
  readonly refreshes: number;
  /** Keys a second, at the median. */
  readonly refreshed: number;
  /** The bare writes of the same rows by the same processes, rows a second. */
  readonly written: number;
}

const renew: Command = { kind: "renew" };

/** Every process wants every key, in turn with the bare writes. */
export async function measureManyKeys(
  database: Database,
  { processes, keys, rounds }: ManyKeysSettings,
): Promise<ManyKeys> {
  await using lab = await Lab.open(database, keys);
  await using fleet = await lab.startFleet(processes);
  await fleet.ask(() => renew);
  const names = lab.accounts.map(({ key }) => key);
  const refreshing: number[] = [];
  const writing: number[] = [];
  for (let round = 0; round < rounds; round++) {
    refreshing.push(await duration(() => fleet.ask(() => renew)));
    writing.push(await duration(() => writeAll(fleet, names)));
  }
  const refreshes = keys * (rounds + 1);
  lab.check(refreshes);
  const rate = (durations: readonly number[]) => (keys / median(durations)) * 1_000;
  return {
    processes,
    keys,
    rounds,
    refreshes,
    refreshed: rate(refreshing),
    written: rate(writing),
  };
}

/** Each process writes its share. */
function writeAll(fleet: Fleet<Done>, keys: readonly string[]): Promise<unknown> {
  return fleet.ask(
    (process): Command => ({
      kind: "write",
      keys: keys.filter((_, index) => index % fleet.size === process),
    }),
  );
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const start = machineClock();
  await work();
  return machineClock() - start;
}
