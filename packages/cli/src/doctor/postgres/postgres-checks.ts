import type { PostgresLocation } from "../../accounts/store-location.ts";
import type { Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { checkDurability } from "./durability.ts";
import { checkStandbys } from "./standbys.ts";
import { checkTable } from "./table.ts";

/** The checks of a store in PostgreSQL. */
export function postgresChecks(location: PostgresLocation): readonly Check[] {
  return rows.map(([name, subject, check]) => ({ name, subject, run: () => check(location) }));
}

type PostgresCheck = (location: PostgresLocation) => Promise<readonly Finding[]>;

const rows: readonly [name: string, subject: string, check: PostgresCheck][] = [
  ["postgres-table", "The table", checkTable],
  ["postgres-durability", "Whether PostgreSQL syncs commits to disk", checkDurability],
  ["postgres-standbys", "The standbys of PostgreSQL", checkStandbys],
];
