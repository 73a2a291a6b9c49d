import type { RedisLocation } from "../../accounts/store-location.ts";
import type { Check } from "../check.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { checkEviction } from "./eviction.ts";
import { checkExpiry } from "./expiry.ts";
import { checkPersistence } from "./persistence.ts";
import { type RedisServer, redisServer, senderOf } from "./redis-server.ts";
import { checkReplication } from "./replication.ts";

/** The checks of a store in Redis. */
export function redisChecks({ client, key }: RedisLocation): readonly Check[] {
  const send = senderOf(client, key);
  if (!send) return [unknownClient];
  const server = redisServer(send);
  return rows.map(([name, subject, check]) => ({
    name,
    subject,
    run: () => check(server, key),
  }));
}

type RedisCheck = (server: RedisServer, key: string) => Promise<readonly Finding[]>;

const rows: readonly [name: string, subject: string, check: RedisCheck][] = [
  ["redis-persistence", "How Redis writes to disk", checkPersistence],
  ["redis-eviction", "Whether Redis evicts keys", checkEviction],
  ["redis-replication", "The replicas of Redis", checkReplication],
  ["redis-expiry", "The TTL of the key", checkExpiry],
];

const unknownClient: Check = {
  name: "redis",
  subject: "The settings of Redis",
  run: async () => [
    findingsOf("redis").not_checked(
      "The settings of Redis could not be checked: this client cannot send a command to the server that has the key. Check them on that server.",
    ),
  ],
};
