import pg from "pg";
import { describe, expect, test } from "vitest";
import { migrate, postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, longLease, managerOf, record, storeExpired } from "./managers.ts";

const database = useDatabase();

/** The long form is `TESTS=full`. */
const revisions = process.env.TESTS === "full" ? 5 : 2;

describe("The store works", () => {
  test.each(["LATIN1", "SQL_ASCII", "EUC_JP"])(
    "P3: in a database with the encoding %s, which has no emoji",
    async (encoding) => {
      const name = encoding.toLowerCase();
      await database
        .pool()
        .query(
          `CREATE DATABASE ${name} ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
        );
      const url = new URL(database.server.url);
      url.pathname = `/${name}`;
      const pool = database.pool({ connectionString: url.href });
      await migrate(pool);
      const store = postgresStore(pool, { key: "k" });
      const claim = await store.claim(0, longLease);
      const odd = { ...record(1), tokens: { accessToken: "é € 🔑 \u2028 \ud800 \0 \x7f" } };
      expect(await claim?.commit(odd)).toBe(true);
      expect(await store.read()).toEqual(odd);
      // Compare the stored text, whatever the encoding is.
      expect(await claim?.commit(odd)).toBe(true);
    },
  );

  test("with a pg whose type parsers are replaced, except the one for text", async () => {
    const types = {
      getTypeParser: (oid: number) => (text: string) => {
        if (oid !== pg.types.builtins.TEXT) throw new Error(`the type ${oid} was parsed`);
        return text;
      },
    };
    const pool = database.pool({ types });
    const store = postgresStore(pool, { key: "types" });
    await storeExpired(store);
    await store.claim(1, { duration: 0 });
    const claim = await store.claim(1, longLease);
    expect(Math.abs(Date.now() - (claim?.abandoned?.startedAt ?? 0))).toBeLessThan(60_000);
    expect(await claim?.commit(record(2))).toBe(true);
    expect(await postgresStore(pool, { key: "types", listen: false }).read()).toEqual(record(2));
  });

  test("with a search_path in which the user's schema shadows PostgreSQL's own functions", async () => {
    const admin = database.pool();
    await admin.query(`
      CREATE SCHEMA own;
      CREATE FUNCTION own.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$;
      CREATE FUNCTION own.pg_notify(text, text) RETURNS void LANGUAGE sql AS $$ SELECT 1/0 $$`);
    const pool = database.pool({ options: "-c search_path=own,pg_catalog" });
    await migrate(pool);
    const store = postgresStore(pool, { key: "path" });
    await storeExpired(store);
    await store.claim(1, longLease);
    expect(await store.claim(1, longLease)).toBeUndefined();
    const named = postgresStore(admin, { key: "path", table: "own.refresh_once" });
    expect(await named.read()).toMatchObject({ revision: 1 });
  });

  test.each(["repeatable read", "serializable"])(
    "P1: if transactions are %s by default: one of thirty concurrent claims wins, and none fails",
    async (isolation) => {
      const options = `-c default_transaction_isolation=${isolation.replace(" ", "\\ ")}`;
      const pool = database.pool({ options, max: 30 });
      const stores = Array.from({ length: 30 }, () => postgresStore(pool, { key: isolation }));
      await Promise.all(stores.map((store) => store.read()));
      for (let revision = 0; revision < revisions; revision++) {
        const claims = await Promise.all(stores.map((store) => store.claim(revision, longLease)));
        const won = claims.filter((claim) => claim !== undefined);
        expect(won).toHaveLength(1);
        const next = record(revision + 1);
        const commits = Array.from({ length: 5 }, () => won[0]?.commit(next));
        expect(await Promise.all(commits)).toEqual(Array(5).fill(true));
      }
    },
  );
});

test("P4: a row that another transaction has locked delays a claim no longer than statement_timeout", async () => {
  const store = postgresStore(database.pool(), { key: "locked" });
  const impatient = postgresStore(database.pool({ statement_timeout: 100 }), { key: "locked" });
  await storeExpired(store);
  const other = await database.pool().connect();
  await other.query("BEGIN; SELECT FROM refresh_once WHERE key = 'locked' FOR UPDATE");
  expect(await failureOf(impatient.claim(1, longLease))).toMatchObject({ code: "57014" });
  await other.query("ROLLBACK");
  other.release();
  const manager = managerOf(store, async () => ({ accessToken: "a2", refreshToken: "r2" }));
  expect(await manager.get()).toMatchObject({ accessToken: "a2" });
});
