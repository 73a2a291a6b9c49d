import { inspect } from "node:util";
import { createTokenManager } from "@refresh-once/core";
import { beforeAll, describe, expect, test } from "vitest";
import { migrate, postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { failureOf, longLease } from "./managers.ts";

const database = useDatabase();
const secret = "s3cr3t";

/** Everything that a program could log about an error. */
function shown(error: unknown): string {
  const own = error instanceof Error ? Object.getOwnPropertyNames(error) : [];
  const seen = inspect(error, { showHidden: true, depth: 20 });
  return `${seen} ${JSON.stringify(error)} ${JSON.stringify(error, own)} ${error}`;
}

const traps = [
  ["check", "23514", "CHECK (record IS NULL OR record NOT LIKE '%s3cr3t%')"],
  ["cast", "22P02", "CHECK (record IS NULL OR substr(record, 1, 999)::int > 0)"],
] as const;

beforeAll(async () => {
  const pool = database.pool();
  for (const [table, , check] of traps) {
    await migrate(pool, { table });
    await pool.query(`ALTER TABLE "${table}" ADD CONSTRAINT trap ${check}`);
  }
  await migrate(pool, { table: "raise" });
  await pool.query(`
    CREATE FUNCTION quote() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no %', NEW.record; END $$;
    CREATE TRIGGER quote BEFORE UPDATE ON raise FOR EACH ROW WHEN (NEW.record IS NOT NULL)
    EXECUTE FUNCTION quote()`);
});

describe.each([
  ...traps.map(([table, code]) => [table, code] as const),
  ["raise", "P0001"] as const,
])("P8: if a %s of the table rejects a commit (%s)", (table, code) => {
  const tokens = { accessToken: secret, refreshToken: `${secret}-r`, extra: { secret } };

  test("the store's error has the code and no token", async () => {
    const store = postgresStore(database.pool(), { key: "direct", table });
    const claim = await store.claim(0, longLease);
    const error = await failureOf(claim?.commit({ revision: 1, obtainedAt: 1, tokens }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(code) });
    expect(shown(error)).not.toContain(secret);
  });

  test("the manager's error has no token either", async () => {
    const store = postgresStore(database.pool(), { key: "managed", table });
    const manager = createTokenManager({ store, refresh: async () => tokens });
    const error = await failureOf(manager.set(tokens));
    expect(error).toMatchObject({ code: "store_failed", cause: { code } });
    expect(shown(error)).not.toContain(secret);
  });
});
