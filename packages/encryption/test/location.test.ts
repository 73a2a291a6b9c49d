import { inspect } from "node:util";
import { memoryStore, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { storeLocation } from "@refresh-once/core/store";
import { postgresStore } from "@refresh-once/postgres";
import { redisStore } from "@refresh-once/redis";
import { expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";

const keys = [{ kid: "1", secret: Buffer.alloc(32).toString("base64") }];
const locationOf = (store: TokenStore) => Reflect.get(store, storeLocation);

// What a client knows of its server, such as a password.
const secret = "of a test";
const client = { secret, eval: async () => [], hGetAll: async () => ({}) };
const pool = { secret, query: async () => ({ rows: [] }), connect: () => {} };

const stores: readonly [kind: string, store: TokenStore, location: object][] = [
  ["file", fileStore("/a/b.json"), { path: "/a/b.json", given: "/a/b.json" }],
  ["redis", redisStore(client, { key: "a" }), { client, key: "a" }],
  ["postgres", postgresStore(pool, { key: "a" }), { pool, table: '"refresh_once"', key: "a" }],
];

test.each(stores)("a tool finds the place of a %s store, also behind the encryption", (...row) => {
  const [kind, store, location] = row;
  expect(locationOf(store)).toEqual({ kind, ...location });
  expect(locationOf(encryptedStore(store, { keys }))).toEqual({ kind, ...location });
});

test.each(stores)("P8: a %s store that is printed does not show its client", (_, store) => {
  for (const printed of [store, encryptedStore(store, { keys }), { ...store }]) {
    expect(inspect(printed, { depth: 9 }) + JSON.stringify(printed)).not.toContain(secret);
  }
});

test("a store of another kind has none", () => {
  expect(locationOf(encryptedStore(memoryStore(), { keys }))).toBeUndefined();
});
