import type { DatabaseServer } from "@refresh-once/servers";
import { machineClock } from "../../clock.ts";
import { median } from "../../report/median.ts";
import type { Done } from "../worker/protocol.ts";
import { cpuBetween, cpuTimes } from "./cpu-time.ts";

/** What one account cost. */
export interface Cost {
  /** The CPU time of all worker processes, µs. */
  readonly workers: number;
  /** The CPU time of the database, µs. */
  readonly database: number;
  /** How long the work took, ms. */
  readonly wall: number;
  /** How many commands the workers sent to the database, by name. */
  readonly commands: Readonly<Record<string, number>>;
}

/** Work that is measured. */
export interface MeasuredWork {
  readonly server: DatabaseServer;
  /** Has the worker processes do it. */
  run(): Promise<readonly Done[]>;
  /** How many accounts it was for. It is called when the work is done. */
  accounts(): number;
}

/** Measures what worker processes do, and what the database does meanwhile. */
export async function measureCost({ server, run, accounts }: MeasuredWork): Promise<Cost> {
  const before = await cpuTimes(await server.processes());
  const start = machineClock();
  const all = await run();
  const wall = machineClock() - start;
  const database = cpuBetween(before, await cpuTimes(await server.processes()));
  const count = accounts();
  const commands = all.map((done) => done.commands);
  return {
    workers: all.reduce((sum, { cpu }) => sum + cpu, 0) / count,
    database: database / count,
    wall: wall / count,
    commands: sums(commands, count),
  };
}

/** The median of each figure, and the mean of the commands. */
export function typicalCost(costs: readonly Cost[]): Cost {
  return {
    workers: median(costs.map(({ workers }) => workers)),
    database: median(costs.map(({ database }) => database)),
    wall: median(costs.map(({ wall }) => wall)),
    commands: sums(
      costs.map(({ commands }) => commands),
      costs.length,
    ),
  };
}

/** The CPU time of the workers and of the database together, ms. */
export function totalCpu({ workers, database }: Cost): number {
  return (workers + database) / 1_000;
}

function sums(
  all: readonly Readonly<Record<string, number>>[],
  divisor: number,
): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [name, count] of all.flatMap((counts) => Object.entries(counts))) {
    sum[name] = (sum[name] ?? 0) + count / divisor;
  }
  return sum;
}
