import { memoryStore, type TokenStore } from "@refresh-once/core";
import { test } from "vitest";
import { tokenStoreSuite } from "../src/index.ts";

const stores = new Map<string, TokenStore>();

/** One memory store for each key, because only callers with the same object share it. */
function memoryStoreOf(key: string): TokenStore {
  const store = stores.get(key) ?? memoryStore();
  stores.set(key, store);
  return store;
}

for (const { name, run } of tokenStoreSuite(memoryStoreOf)) test.concurrent(name, run);
