import { expect, test } from "vitest";
import { topicOf } from "../src/account-key.ts";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";

const database = useDatabase();
const notifications = 1_000;

/** The CPU time that this many waiting stores take to be told of the same number of commits, µs. */
async function costOfNotifications(waiting: number): Promise<number> {
  const pool = database.pool();
  const keys = Array.from({ length: waiting }, (_, index) => `waits ${index}`);
  let calls = 0;
  const ends = keys.map((key) => postgresStore(pool, { key }).subscribe?.(() => calls++));
  await expect.poll(() => calls).toBe(waiting);
  const before = process.cpuUsage();
  const topics = keys.slice(0, notifications).map(topicOf);
  await database
    .pool({ max: 1 })
    .query("SELECT pg_notify('refresh_once', topic) FROM unnest($1::text[]) AS topic", [topics]);
  await expect.poll(() => calls).toBeGreaterThanOrEqual(waiting + notifications);
  const { user } = process.cpuUsage(before);
  for (const end of ends) end?.();
  return user;
}

test("a notification costs about the same for 1,000 and for 20,000 waiting stores", async () => {
  await costOfNotifications(1_000);
  const few = await costOfNotifications(1_000);
  expect(await costOfNotifications(20_000)).toBeLessThan(5 * few);
});
