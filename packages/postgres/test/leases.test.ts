import { afterEach, describe, expect, test, vi } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, longLease, record } from "./managers.ts";

const database = useDatabase();
const hour = 3_600_000;
const realNow = Date.now.bind(Date);
afterEach(() => vi.restoreAllMocks());

describe.each([
  ["an hour ahead", hour],
  ["an hour behind", -hour],
])("A machine whose clock is %s", (_, off) => {
  const isOff = () => vi.spyOn(Date, "now").mockImplementation(() => realNow() + off);

  test("P1: does not take over an active claim, and does not lose its own", async () => {
    const store = postgresStore(database.pool(), { key: `held ${off}` });
    await store.claim(0, longLease);
    isOff();
    expect(await store.claim(0, longLease)).toBeUndefined();
    const other = postgresStore(database.pool(), { key: `holds ${off}` });
    await other.claim(0, longLease);
    vi.restoreAllMocks();
    expect(await other.claim(0, longLease)).toBeUndefined();
  });

  test("P4: loses its claim when the lease expires by the database's clock", async () => {
    const store = postgresStore(database.pool(), { key: `over ${off}` });
    isOff();
    const startedAt = Date.now();
    await store.claim(0, { duration: 50 });
    vi.restoreAllMocks();
    await expect.poll(() => store.claim(0, longLease), { interval: 5 }).toBeDefined();
    const pool = database.pool();
    const { rows } = await pool.query(
      "SELECT abandoned_started::text AS at FROM refresh_once WHERE key = $1",
      [`over ${off}`],
    );
    expect(Math.abs(Number(rows[0].at) - startedAt)).toBeLessThan(hour / 2);
  });
});

test("The lease restarts when the server has rejected a commit", async () => {
  const pool = database.pool();
  const store = postgresStore(pool, { key: "refused" });
  const claim = await store.claim(0, longLease);
  const end = async () => {
    const { rows } = await pool.query(
      "SELECT extract(epoch FROM claim_until)::text AS at FROM refresh_once WHERE key = 'refused'",
    );
    return Number(rows[0].at);
  };
  const before = await end();
  const none =
    "ALTER TABLE refresh_once ADD CONSTRAINT none CHECK (key <> 'refused' OR revision = 0)";
  await pool.query(none);
  expect(await failureOf(claim?.commit(record(1)))).toMatchObject({ code: "23514" });
  expect(await end()).toBeGreaterThan(before);
  await pool.query("ALTER TABLE refresh_once DROP CONSTRAINT none");
  expect(await claim?.commit(record(1))).toBe(true);
});
