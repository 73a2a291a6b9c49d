import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, longLease, managerOf, storeExpired } from "./managers.ts";

const database = useDatabase();
let user: pg.Client;
let url: URL;

/** Takes the only connection that the role may have. */
beforeEach(async () => {
  const admin = database.pool({ max: 1 });
  await admin.query("DROP ROLE IF EXISTS one");
  await admin.query("CREATE ROLE one LOGIN PASSWORD 'one' CONNECTION LIMIT 1");
  await admin.query("GRANT SELECT, INSERT, UPDATE ON refresh_once TO one");
  url = new URL(database.server.url);
  url.username = "one";
  url.password = "one";
  user = new pg.Client(url.href);
  await user.connect();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await user.end();
  await database.pool({ max: 1 }).query("DROP OWNED BY one");
});

test("P4: a server without a free connection is waited for, and nobody notices", async () => {
  await storeExpired(postgresStore(database.pool(), { key: "full" }));
  const pool = database.pool({ connectionString: url.href, max: 1, idleTimeoutMillis: 1 });
  const queries = vi.spyOn(pool, "query");
  const tokens = managerOf(postgresStore(pool, { key: "full", listen: false }), async () => ({
    accessToken: "a2",
    refreshToken: "r2",
  }));
  const got = tokens.get();
  await expect.poll(() => queries.mock.calls.length, { interval: 1 }).toBeGreaterThan(2);
  await user.end();
  expect(await got).toMatchObject({ accessToken: "a2" });
});

test("P10: if it stays like this, the error says what to do", async () => {
  const pool = database.pool({ connectionString: url.href, max: 1 });
  const store = postgresStore(pool, { key: "still full" });
  expect(await failureOf(store.claim(0, longLease))).toMatchObject({
    code: "53300",
    message: expect.stringContaining("make the pools smaller"),
  });
});
