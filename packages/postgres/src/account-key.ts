import { keyRule } from "@refresh-once/core/store";
import { fnv1a } from "./fnv.ts";

/** The longest key, in bytes. A PostgreSQL B-tree entry can hold little more. */
const longestKey = 2_048;

/**
 * Checks the key of an account.
 *
 * @throws {TypeError} if PostgreSQL could not store the key unchanged
 */
export function checkKey(key: string): void {
  const isKey = keyRule.isRight(key) && !key.includes("\0");
  if (!isKey || new TextEncoder().encode(key).length > longestKey) {
    throw new TypeError(
      `postgresStore: "key" must be a string of 1 to ${longestKey} bytes, without NUL and without unpaired surrogates`,
    );
  }
}

/**
 * The payload of a notification about an account: the FNV-1a hash of its key. The key itself is not sent,
 * because every user of the database may listen. If two keys have the same hash, a process only reads the
 * store once more than needed.
 */
export function topicOf(key: string): string {
  return fnv1a(key);
}
