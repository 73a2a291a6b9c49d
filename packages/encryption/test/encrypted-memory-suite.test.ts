import { memoryStore, type TokenStore } from "@refresh-once/core";
import { tokenStoreSuite } from "@refresh-once/testing";
import { test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { newKey } from "./sealed-store.ts";

const keys = [newKey("k1")];
const stores = new Map<string, TokenStore>();

function encryptedMemory(key: string): TokenStore {
  const inner = stores.get(key) ?? memoryStore();
  stores.set(key, inner);
  return encryptedStore(inner, { keys });
}

for (const { name, run } of tokenStoreSuite(encryptedMemory)) test.concurrent(name, run);
