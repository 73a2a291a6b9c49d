import { memoryStore, type TokenStore } from "@refresh-once/core";
import { test } from "vitest";
import { tokenStoreSuite } from "../src/index.ts";

const stores = new Map<string, TokenStore>();

/** A memory store is one for all who are to share it. */
function memoryStoreOf(key: string): TokenStore {
  const store = stores.get(key) ?? memoryStore();
  stores.set(key, store);
  return store;
}

for (const { name, run } of tokenStoreSuite(memoryStoreOf)) test.concurrent(name, run);
