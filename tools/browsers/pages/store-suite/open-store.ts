import { browserStore } from "@refresh-once/browser";
import { memoryStore, type TokenStore } from "@refresh-once/core";

/** The stores that the suite can test in a browser. `memory` tests the suite itself. */
export type StoreName = "browser" | "memory";

/** Returns a function that opens the store of a key. */
export function storesOf(name: StoreName): (key: string) => TokenStore {
  const stores = new Map<string, TokenStore>();
  const inMemory = (key: string) => {
    const store = stores.get(key) ?? memoryStore();
    stores.set(key, store);
    return store;
  };
  return name === "memory" ? inMemory : (key) => browserStore({ key });
}
