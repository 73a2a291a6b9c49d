import { type Finding, findingsOf } from "../finding.ts";
import type { RedisServer } from "./redis-server.ts";

const finding = findingsOf("redis-replication");

/** Whether the server is a replica, or has replicas that may take over without its last writes. */
export async function checkReplication(server: RedisServer): Promise<Finding[]> {
  const role = await server.info("replication", "role");
  if (role === undefined) {
    return [
      finding.not_checked(
        "The replicas of Redis could not be checked, because INFO is forbidden. A failover to a replica can lose the last refreshes.",
      ),
    ];
  }
  if (role === "slave") {
    return [
      finding.problem(
        "This Redis is a replica: nothing can be claimed or stored there, and it may be behind. Connect to the primary.",
      ),
    ];
  }
  const replicas = await server.info("replication", "connected_slaves");
  if (replicas === "0") return [finding.ok("This Redis is a primary without replicas.")];
  return [
    finding.warning(
      `This Redis has replicas (${replicas}). A failover loses the refreshes that they have not received yet, and with them logins. If you cannot accept that, use PostgreSQL with a synchronous standby.`,
    ),
  ];
}
