import { type DatabaseServer, hasPgBouncer, startPgBouncer } from "@refresh-once/servers";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { migrate, postgresStore } from "../src/index.ts";
import { statementsFor } from "../src/statements.ts";
import { useDatabase } from "./database.ts";
import { longLease, managerOf, record, storeExpired } from "./managers.ts";

const database = useDatabase();

/** Refreshes through a pool, and returns which of its statements had a name. */
async function refreshThrough(pool: pg.Pool, key: string): Promise<boolean[]> {
  const query = vi.spyOn(pool, "query");
  const store = postgresStore(pool, { key, listen: false });
  const manager = managerOf(store, async () => ({ accessToken: "a2", refreshToken: "r2" }));
  expect(await manager.get()).toMatchObject({ accessToken: "a2" });
  expect(await store.read()).toMatchObject({ revision: 2, tokens: { refreshToken: "r2" } });
  const names = query.mock.calls.map(([statement]) => "name" in Object(statement));
  query.mockRestore();
  return names;
}

const [named, unnamed] = [true, false];

describe("P1, P2: nobody notices if a connection", () => {
  test("has lost its prepared statements: later ones are not prepared", async () => {
    const pool = database.pool({ max: 1 });
    await storeExpired(postgresStore(pool, { key: "lost", listen: false }));
    await postgresStore(pool, { key: "lost", listen: false }).read();
    await pool.query("DEALLOCATE ALL");
    expect(await refreshThrough(pool, "lost")).toEqual([named, ...Array(4).fill(unnamed)]);
  });

  test("has prepared a statement for a table that was changed since", async () => {
    const pool = database.pool({ max: 1 });
    const table = "changed";
    await migrate(pool, { table });
    const store = postgresStore(pool, { key: "k", table });
    await storeExpired(store);
    expect(await store.read()).toMatchObject({ revision: 1 });
    await database.pool().query("ALTER TABLE changed ALTER record TYPE varchar");
    expect(await store.read()).toMatchObject({ revision: 1 });
    const claim = await store.claim(1, longLease);
    expect(await claim?.commit(record(2))).toBe(true);
  });
});

describe.skipIf(!hasPgBouncer())("P1, P2: behind a PgBouncer that tracks no statements,", () => {
  let bouncer: DatabaseServer;
  /** All share one connection of the server. */
  const pool = () => database.pool({ connectionString: bouncer.url, max: 1 });
  /** Has that connection forget what it has prepared, as a new one would not know it. */
  const forget = () => pool().query("DEALLOCATE ALL");
  beforeAll(async () => {
    bouncer = await startPgBouncer(database.server, { poolSize: 1 });
  });
  afterAll(() => bouncer[Symbol.asyncDispose]());

  test("nobody notices that another process has prepared the same statements", async () => {
    await forget();
    await storeExpired(postgresStore(pool(), { key: "taken", listen: false }));
    await postgresStore(pool(), { key: "taken", listen: false }).read();
    expect(await refreshThrough(pool(), "taken")).toEqual([named, ...Array(4).fill(unnamed)]);
  });

  test("nobody notices that the connection of the server has lost them", async () => {
    const own = pool();
    await forget();
    const store = postgresStore(own, { key: "other", listen: false });
    await storeExpired(store);
    await store.read();
    await forget();
    expect(await refreshThrough(own, "other")).toEqual([named, ...Array(4).fill(unnamed)]);
  });

  test("P3: no statement of another table runs in place of the own one", async () => {
    const tables = ["ours", "theirs"];
    for (const table of tables) {
      await migrate(database.pool(), { table });
      const claim = await postgresStore(database.pool(), { key: "k", table }).claim(0, longLease);
      await claim?.commit({ ...record(1), seeds: [table] });
    }
    const [ours, theirs] = tables.map((table) =>
      postgresStore(pool(), { key: "k", table, listen: false }),
    );
    await forget();
    await ours?.read();
    await forget();
    await theirs?.read();
    expect(await ours?.read()).toMatchObject({ seeds: ["ours"] });
  });
});

test("no two statements have the same name", () => {
  const all = ["refresh_once", "refresh_oncf", "a.b", '"a.b"'].flatMap((table) =>
    [true, false].flatMap((notifies) => Object.values(statementsFor(table, notifies))),
  );
  const texts = new Set(all.map(({ text }) => text));
  expect(new Set(all.map(({ name }) => name)).size).toBe(texts.size);
  // PostgreSQL cuts off the rest.
  for (const { name } of all) expect(name?.length).toBeLessThan(64);
});
