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

test("P1: A row that is locked for longer than the lease is not taken over: the holder's extension counts", async () => {
  const pool = database.pool();
  const [store, other] = [1, 2].map(() => postgresStore(database.pool(), { key: "locked" }));
  const claim = await store?.claim(0, longLease);
  const locker = await pool.connect();
  await locker.query("BEGIN; SELECT FROM refresh_once WHERE key = 'locked' FOR UPDATE");
  const isWaiting = async (count: number) => {
    const waiting =
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await pool.query(waiting)).rows.length).toBe(count);
  };
  const taken = other?.claim(0, longLease);
  await isWaiting(1);
  const extended = claim?.extend?.();
  await isWaiting(2);
  // The lease ends while both wait.
  await locker.query(
    "UPDATE refresh_once SET claim_until = clock_timestamp() WHERE key = 'locked'",
  );
  await locker.query("COMMIT");
  locker.release();
  expect(await taken).toBeUndefined();
  expect(await extended).toBe(true);
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

describe("P4: A lease that ends later than it can, because the database's clock was set back,", () => {
  /** Moves the end of the lease an hour ahead, and returns how far ahead it then is after another claim, ms. */
  async function endAfterClaim(key: string, id: string | undefined): Promise<number> {
    const pool = database.pool();
    const ahead =
      "claim_until = clock_timestamp() + interval '1 hour', claim_id = coalesce($2, claim_id)";
    await pool.query(`UPDATE refresh_once SET ${ahead} WHERE key = $1`, [key, id]);
    expect(await postgresStore(pool, { key }).claim(0, { duration: 1 })).toBeUndefined();
    const left = "extract(epoch FROM claim_until - clock_timestamp()) * 1000";
    const { rows } = await pool.query(
      `SELECT (${left})::text AS left FROM refresh_once WHERE key = $1`,
      [key],
    );
    return Number(rows[0].left);
  }

  test("is started again with its own length, and stays the claim of its holder", async () => {
    const store = postgresStore(database.pool(), { key: "set back" });
    const claim = await store.claim(0, longLease);
    const left = await endAfterClaim("set back", undefined);
    expect(left).toBeLessThanOrEqual(longLease.duration);
    expect(left).toBeGreaterThan(0);
    expect(await claim?.extend?.()).toBe(true);
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("is taken over when that has passed", async () => {
    const store = postgresStore(database.pool(), { key: "set back and dead" });
    await store.claim(0, { duration: 20 });
    await endAfterClaim("set back and dead", undefined);
    await expect.poll(() => store.claim(0, longLease)).toHaveProperty("abandoned");
  });

  test("ends within a minute if the claim was written by another program", async () => {
    await postgresStore(database.pool(), { key: "foreign" }).claim(0, longLease);
    expect(await endAfterClaim("foreign", "somebody's")).toBeLessThanOrEqual(60_000);
  });
});
