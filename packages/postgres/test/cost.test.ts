import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { longLease, managerOf, record, storeExpired } from "./managers.ts";

const database = useDatabase();

/** The statements that were sent to the server since the last call, by name. */
let sent: () => string[];
beforeEach(() => {
  const query = vi.spyOn(pg.Client.prototype, "query");
  sent = () => {
    const texts = query.mock.calls.map(([statement]) => String(Object(statement).text));
    query.mockClear();
    return texts.map((text) => /refresh-once: (\w+)/.exec(text)?.[1] ?? text);
  };
});
afterEach(() => vi.restoreAllMocks());

describe("The cost:", () => {
  test("one statement each for a read, a claim, an extension, a commit and a release", async () => {
    const store = postgresStore(database.pool(), { key: "one each" });
    await store.read();
    expect(sent()).toEqual(["read"]);
    const claim = await store.claim(0, longLease);
    expect(sent()).toEqual(["claim"]);
    expect(await claim?.extend?.()).toBe(true);
    expect(sent()).toEqual(["extend"]);
    await claim?.commit(record(1));
    expect(sent()).toEqual(["commit"]);
    const next = await store.claim(1, longLease);
    expect(sent()).toEqual(["claim"]);
    await next?.release();
    expect(sent()).toEqual(["release"]);
  });

  test("P6: three statements for the first refresh, two for each later one, and none for a request while the tokens are valid", async () => {
    const store = postgresStore(database.pool(), { key: "refresh" });
    await storeExpired(store);
    sent();
    const manager = managerOf(store, async () => ({
      accessToken: "a2",
      refreshToken: "r2",
      expiresAt: Date.now() + 3_600_000,
    }));
    await manager.get();
    expect(sent()).toEqual(["read", "claim", "commit"]);
    for (let requests = 0; requests < 100; requests++) await manager.get();
    expect(sent()).toEqual([]);
    await manager.renew(await manager.get());
    expect(sent()).toEqual(["readAndClaim", "commit"]);
  });

  test("each statement is parsed and planned once on a connection, for all accounts", async () => {
    const pool = database.pool({ max: 1 });
    for (const key of ["first", "second", "third"]) {
      const store = postgresStore(pool, { key });
      await storeExpired(store);
      await managerOf(store, async () => ({ accessToken: "a2", refreshToken: "r2" })).get();
    }
    const { rows } = await pool.query(
      "SELECT name, (generic_plans + custom_plans)::int AS runs FROM pg_prepared_statements",
    );
    const runs = rows.map(({ name, runs }) => [String(name).replace(/ \w+$/, ""), runs]);
    expect(runs.toSorted()).toEqual([
      ["refresh-once: claim", 3],
      ["refresh-once: claim", 3],
      ["refresh-once: commit", 6],
      ["refresh-once: read", 3],
    ]);
  });

  test("no connection during the call of the token endpoint", async () => {
    const pool = database.pool();
    const store = postgresStore(pool, { key: "idle" });
    await storeExpired(store);
    let isIdle = false;
    const manager = managerOf(store, async () => {
      isIdle = pool.totalCount === 1 && pool.idleCount === 1;
      return { accessToken: "a2", refreshToken: "r2" };
    });
    await manager.get();
    expect(isIdle).toBe(true);
  });

  test("P4: a pool with one connection is enough for five managers at the same time", async () => {
    const pool = database.pool({ max: 1 });
    const open = () => postgresStore(pool, { key: "pool of one" });
    await storeExpired(open());
    const refresh = async () => {
      await pool.query("SELECT 'the refresh function can have the connection'");
      return { accessToken: "a2", refreshToken: "r2" };
    };
    const managers = Array.from({ length: 5 }, () => managerOf(open(), refresh));
    const got = await Promise.all(managers.map((manager) => manager.get()));
    expect(got.map(({ accessToken }) => accessToken)).toEqual(Array(5).fill("a2"));
  });
});
