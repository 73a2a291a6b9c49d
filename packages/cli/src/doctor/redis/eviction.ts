import { type Finding, findingsOf } from "../finding.ts";
import type { RedisServer } from "./redis-server.ts";

const finding = findingsOf("redis-eviction");

/**
 * Whether Redis deletes keys without a TTL, such as that of an account, when its memory is full.
 *
 * @see {@link https://redis.io/docs/latest/develop/reference/eviction/ Key eviction}
 */
export async function checkEviction(server: RedisServer): Promise<Finding[]> {
  const policy = await server.setting("maxmemory-policy");
  if (policy === undefined) {
    return [
      finding.not_checked(
        "Whether Redis evicts keys could not be checked, because CONFIG and INFO are forbidden. The maxmemory-policy must be noeviction.",
      ),
    ];
  }
  if (policy === "noeviction") return [finding.ok("Redis evicts no keys (noeviction).")];
  if (policy.startsWith("volatile-")) {
    return [finding.ok(`Redis evicts only keys with a TTL (${policy}).`)];
  }
  if ((await server.setting("maxmemory")) === "0") {
    return [
      finding.warning(
        `maxmemory-policy is ${policy}: as soon as somebody sets maxmemory, Redis may delete the login. Set it to noeviction.`,
      ),
    ];
  }
  return [
    finding.problem(
      `maxmemory-policy is ${policy}: when its memory is full, Redis deletes the login. Set it to noeviction, or use a Redis of its own for tokens.`,
    ),
  ];
}
