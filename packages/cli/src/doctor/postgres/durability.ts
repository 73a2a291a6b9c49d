import type { PostgresLocation } from "../../accounts/store-location.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { rowOf } from "./row.ts";

const finding = findingsOf("postgres-durability");

/**
 * Whether what PostgreSQL has confirmed is on its disk.
 *
 * @see {@link https://www.postgresql.org/docs/current/runtime-config-wal.html Write ahead log}
 */
export async function checkDurability({ pool }: PostgresLocation): Promise<Finding[]> {
  const row = await rowOf(
    pool,
    "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
  );
  const found: Finding[] = [];
  if (row.get("fsync") === "off") {
    found.push(
      finding.problem(
        "fsync is off: if the machine of PostgreSQL fails, the whole database may be lost. Set fsync = on.",
      ),
    );
  }
  if (row.get("commit") === "off") {
    found.push(
      finding.warning(
        "synchronous_commit is off: a crash of PostgreSQL loses the last refreshes, and with them logins. Set it to on, for this role at least: ALTER ROLE … SET synchronous_commit = on.",
      ),
    );
  }
  return found.length > 0
    ? found
    : [finding.ok("PostgreSQL syncs each commit to disk before it confirms it.")];
}
