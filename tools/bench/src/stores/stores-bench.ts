import { parseArgs } from "node:util";
import type { DatabaseKind } from "@refresh-once/end-to-end/databases";
import { markdownTable, wholeFrom } from "@refresh-once/end-to-end/program";
import { type DatabaseServer, hasRedis, startPostgres, startRedis } from "@refresh-once/servers";
import { type Adoption, measureAdoption } from "./adoption.ts";
import { type ManyKeys, measureManyKeys } from "./many-keys.ts";

/** How large the bench of the stores is. */
export interface StoresSettings {
  /** That share one key, and see it expire at once. */
  readonly processes: number;
  readonly rounds: number;
  readonly keys: number;
  /** That refresh all keys at once. */
  readonly refreshers: number;
}

/** Of anything that can be asked for. */
const most = 100_000;

/** @throws {TypeError} that names the flag */
export function readStoresSettings(args: readonly string[]): StoresSettings {
  const option = { type: "string" } as const;
  const options = { processes: option, rounds: option, keys: option, refreshers: option };
  const { values } = parseArgs({ args: [...args], options });
  return {
    processes: wholeFrom("--processes", values.processes ?? "32", 1, most),
    rounds: wholeFrom("--rounds", values.rounds ?? "21", 1, most),
    keys: wholeFrom("--keys", values.keys ?? "1000", 1, most),
    refreshers: wholeFrom("--refreshers", values.refreshers ?? "8", 1, most),
  };
}

/** What was measured over one database. */
export interface StoresFigures {
  readonly name: string;
  readonly adoption: Adoption;
  readonly manyKeys: ManyKeys;
}

interface Measured {
  readonly name: string;
  readonly kind: DatabaseKind;
  start(): Promise<DatabaseServer>;
}

const databases: readonly Measured[] = [
  { name: "Redis", kind: "redis", start: startRedis },
  { name: "PostgreSQL", kind: "postgres", start: startPostgres },
];

/** Over each database that this machine has, one after the other. */
export async function benchStores(settings: StoresSettings): Promise<StoresFigures[]> {
  const figures: StoresFigures[] = [];
  for (const { name, kind, start } of databases) {
    if (kind === "redis" && !hasRedis()) continue;
    await using server = await start();
    const database = { kind, url: server.url };
    const { processes, rounds, keys, refreshers } = settings;
    const adoption = await measureAdoption(database, { processes, rounds });
    const few = { processes: refreshers, keys, rounds: Math.min(rounds, 3) };
    const manyKeys = await measureManyKeys(database, few);
    figures.push({ name, adoption, manyKeys });
  }
  return figures;
}

export function storesReport(figures: readonly StoresFigures[]): string {
  const adoption = markdownTable(
    ["one key", "processes", "expiries", "refreshes", "last adoption, median ms", "worst ms"],
    figures.map(({ name, adoption: { processes, rounds, refreshes, median, worst } }) => [
      name,
      `${processes}`,
      `${rounds + 1}`,
      `${refreshes}`,
      median.toFixed(1),
      worst.toFixed(1),
    ]),
  );
  const manyKeys = markdownTable(
    ["many keys", "processes", "keys × rounds", "refreshes", "keys/s", "bare writes/s", "ratio"],
    figures.map(({ name, manyKeys: { processes, keys, rounds, ...counted } }) => [
      name,
      `${processes}`,
      `${keys} × ${rounds + 1}`,
      `${counted.refreshes}`,
      counted.refreshed.toFixed(0),
      counted.written.toFixed(0),
      (counted.refreshed / counted.written).toFixed(3),
    ]),
  );
  return `${adoption}\n\n${manyKeys}`;
}
