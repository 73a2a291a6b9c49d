import pg from "pg";
import { describe, expect, test } from "vitest";
import { migrate, type PostgresPool, postgresSchema, postgresStore } from "../src/index.ts";
import { failureOf } from "./managers.ts";

const pool: PostgresPool = new pg.Pool();

describe("A wrong option is a TypeError that names it:", () => {
  test.each([
    ["empty", ""],
    ["with NUL", "a\0b"],
    ["with an unpaired surrogate", "a\ud800"],
    ["longer than 2,048 bytes", "é".repeat(1_025)],
  ])("a key %s", (_, key) => {
    expect(() => postgresStore(pool, { key })).toThrow(/^postgresStore: "key" must be/);
  });

  test.each(["", ".", "a.", ".b", "a.b.c", "a\0", "x".repeat(64), "é".repeat(32)])(
    "the table %j",
    async (table) => {
      const options = { key: "k", table };
      expect(() => postgresStore(pool, options)).toThrow(/^postgresStore: "table" must be/);
      expect(() => postgresSchema(table)).toThrow(/^postgresSchema: "table" must be/);
      expect(await failureOf(migrate(pool, { table }))).toMatchObject({
        name: "TypeError",
        message: expect.stringMatching(/^migrate: "table" must be/),
      });
    },
  );

  test("a misspelt option", () => {
    const options = { key: "k", ...JSON.parse('{"listens":false}') };
    expect(() => postgresStore(pool, options)).toThrow(
      new TypeError('postgresStore: "listens" is not an option; did you mean "listen"?'),
    );
  });

  test("a value that is not a pool, and a `listen` that is not a boolean", async () => {
    const none: PostgresPool = Object.create(null);
    expect(() => postgresStore(none, { key: "k" })).toThrow(/^postgresStore: "pool" must be/);
    expect(await failureOf(migrate(none))).toMatchObject({ name: "TypeError" });
    const options = { key: "k", ...JSON.parse('{"listen":"no"}') };
    expect(() => postgresStore(pool, options)).toThrow(/^postgresStore: "listen" must be/);
  });
});

test("The names of the table and its schema are quoted", () => {
  expect(postgresSchema(`a"b.c;d`)).toMatch(/^CREATE TABLE IF NOT EXISTS "a""b"."c;d" \(/);
  expect(postgresSchema()).toContain('"refresh_once"');
});
