import { durationText } from "../../status/times.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { isRefusal, type RedisServer } from "./redis-server.ts";

const finding = findingsOf("redis-expiry");

/** Whether somebody has given the account's key a TTL. */
export async function checkExpiry({ send }: RedisServer, key: string): Promise<Finding[]> {
  let left: number;
  try {
    left = Number(await send("PTTL", key));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [finding.not_checked(`The TTL of ${key} could not be checked: PTTL is forbidden.`)];
  }
  if (left < 0) return [finding.ok(`The key ${key} has no TTL.`)];
  return [
    finding.problem(
      `The key ${key} has a TTL: in ${durationText(left)}, Redis deletes the login. Run: PERSIST ${key}. Then find the program that sets it.`,
    ),
  ];
}
