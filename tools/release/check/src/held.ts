import { inspect } from "node:util";
import type { PackedPackage } from "./packed-package.ts";

/** Something that is held of the packages as they are published. */
export interface Rule {
  /** As a statement: what is so when there is no violation. */
  readonly holds: string;
  /** Each a line that names the package and says what is wrong. */
  violations(packages: readonly PackedPackage[]): readonly string[] | Promise<readonly string[]>;
}

/** What contradicts a statement, and what else is to be known. */
export interface Found {
  readonly violations: readonly string[];
  readonly remarks?: readonly string[];
}

/** A statement that something must be run for. */
export interface Check {
  readonly holds: string;
  find(): Promise<Found>;
}

/** Prints whether a statement holds, and what contradicts it; gives how many things do. */
export async function report({ holds, find }: Check): Promise<number> {
  const { violations, remarks = [] } = await find().catch(failed);
  console.log(`${violations.length === 0 ? "held" : "NOT HELD"}: ${holds}`);
  for (const line of [...violations, ...remarks]) console.log(`  ${line}`);
  return violations.length;
}

/** A check that cannot be made holds nothing. */
function failed(error: unknown): Found {
  return { violations: [`this could not be found out: ${inspect(error)}`] };
}
