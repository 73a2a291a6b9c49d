import type { PostgresLocation } from "../../accounts/store-location.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { type Row, rowOf } from "./row.ts";

const finding = findingsOf("postgres-standbys");

const statement = `SELECT pg_is_in_recovery()::text AS standby,
    current_setting('synchronous_standby_names') AS names,
    current_setting('synchronous_commit') AS commit,
    count(*)::text AS connected,
    count(sync_state)::text AS visible,
    (count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')))::text AS synchronous
  FROM pg_stat_replication`;

/**
 * Whether the server is a standby, and whether its standbys confirm each commit.
 *
 * @see {@link https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION Synchronous replication}
 */
export async function checkStandbys({ pool }: PostgresLocation): Promise<Finding[]> {
  return [judge(await rowOf(pool, statement))];
}

function judge(row: Row): Finding {
  const count = (name: string) => Number(row.get(name));
  if (row.get("standby") === "true") {
    return finding.problem(
      "This PostgreSQL is a standby: nothing can be claimed or stored there, and it may be behind. Connect to the primary.",
    );
  }
  const waits = row.get("names") !== "" && !/^(off|local)$/.test(row.get("commit") ?? "");
  // Other roles see that there are standbys, but not how they replicate.
  if (count("visible") < count("connected")) {
    return finding.not_checked(
      "There are standbys, but this role may not see whether they confirm commits: GRANT pg_read_all_stats TO it.",
    );
  }
  if (waits && count("synchronous") === 0) {
    return finding.problem(
      "synchronous_standby_names is set, and no such standby is connected: each commit waits for one, so refreshes time out. Connect the standby.",
    );
  }
  if (waits) return finding.ok("A synchronous standby confirms each commit.");
  if (count("connected") === 0) return finding.ok("This PostgreSQL is a primary without standbys.");
  return finding.warning(
    `The standbys (${count("connected")}) do not confirm commits: a failover may lose the last refreshes, and with them logins. Set synchronous_standby_names, and synchronous_commit = on.`,
  );
}
