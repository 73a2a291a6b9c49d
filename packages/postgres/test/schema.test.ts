import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { migrate, postgresSchema, postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, managerOf, storeExpired } from "./managers.ts";

const database = useDatabase();

/** Creates a role that has these permissions and no others. */
async function poolOf(role: string, ...grants: string[]) {
  const admin = database.pool();
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'p'`);
  for (const grant of grants) await admin.query(`GRANT ${grant} TO ${role}`);
  const url = new URL(database.server.url);
  url.username = role;
  url.password = "p";
  return database.pool({ connectionString: url.href });
}

/** The long form is `TESTS=full`. */
const rounds = process.env.TESTS === "full" ? 5 : 2;

describe("migrate()", () => {
  test("run by twenty processes at the same time creates the table", async () => {
    const pools = Array.from({ length: 20 }, () => database.pool({ max: 1 }));
    await Promise.all(pools.map((pool) => pool.query("SELECT 1")));
    for (let round = 0; round < rounds; round++) {
      const table = `at_once_${round}`;
      await Promise.all(pools.map((pool) => migrate(pool, { table })));
      await storeExpired(postgresStore(database.pool(), { key: "k", table }));
    }
  });

  test("changes no existing table, and then needs no permission to create one", async () => {
    const table = "there";
    await database.pool().query(postgresSchema(table));
    await storeExpired(postgresStore(database.pool(), { key: "k", table }));
    const pool = await poolOf("no_creator", "SELECT ON there");
    await migrate(pool, { table });
    expect(await postgresStore(pool, { key: "k", table }).read()).toMatchObject({ revision: 1 });
    expect(await failureOf(migrate(pool, { table: "not_there" }))).toMatchObject({ code: "42501" });
  });

  test("rejects a different table of that name", async () => {
    await database.pool().query("CREATE TABLE taken (key text PRIMARY KEY)");
    expect(await failureOf(migrate(database.pool(), { table: "taken" }))).toMatchObject({
      code: "42703",
      message: expect.stringContaining("It is not the table of postgresSchema()"),
    });
  });
});

test("A role with the documented permissions can refresh, and can do nothing else", async () => {
  const admin = database.pool();
  await admin.query("CREATE SCHEMA auth");
  await migrate(admin, { table: "auth.tokens" });
  const pool = await poolOf("app", "USAGE ON SCHEMA auth", "SELECT, INSERT, UPDATE ON auth.tokens");
  const store = postgresStore(pool, { key: "k", table: "auth.tokens" });
  await storeExpired(store);
  const manager = managerOf(store, async () => ({ accessToken: "a2", refreshToken: "r2" }));
  expect(await manager.get()).toMatchObject({ accessToken: "a2" });
  expect(await failureOf(pool.query("DELETE FROM auth.tokens"))).toMatchObject({ code: "42501" });
});

test("The README shows the current table", async () => {
  const page = await readFile(new URL("../README.md", import.meta.url), "utf8");
  expect(page).toContain(postgresSchema());
});

describe("P10: the error says what to do if", () => {
  test("the table is missing", async () => {
    const store = postgresStore(database.pool(), { key: "k", table: "missing" });
    expect(await failureOf(store.read())).toMatchObject({
      code: "42P01",
      message: expect.stringContaining("Run the SQL of postgresSchema(), or migrate()"),
    });
  });

  test("a permission is missing", async () => {
    const store = postgresStore(await poolOf("nobody"), { key: "k" });
    expect(await failureOf(store.claim(0, { duration: 1 }))).toMatchObject({
      code: "42501",
      message: expect.stringContaining("SELECT, INSERT and UPDATE"),
    });
  });

  test("the server is read-only", async () => {
    const options = "-c default_transaction_read_only=on";
    const store = postgresStore(database.pool({ options }), { key: "k" });
    expect(await store.read()).toBeUndefined();
    expect(await failureOf(store.claim(0, { duration: 1 }))).toMatchObject({
      code: "25006",
      message: expect.stringContaining("connect to the primary"),
    });
  });
});
