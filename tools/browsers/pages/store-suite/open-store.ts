import { browserStore, deviceKey } from "@refresh-once/browser";
import { memoryStore, type TokenStore } from "@refresh-once/core";
import { encryptedStore } from "@refresh-once/encryption";

/**
 * The stores that the suite can test in a browser: `browserStore`, the same encrypted with a key of the browser, and
 * `memoryStore`, which tests the suite itself.
 */
export type StoreName = "browser" | "encrypted" | "memory";

/** Returns a function that opens the store of a key. */
export function storesOf(name: StoreName): (key: string) => TokenStore {
  const inMemory = new Map<string, TokenStore>();
  const keys = [{ kid: "device", secret: deviceKey() }];
  return (key) => {
    if (name === "browser") return browserStore({ key });
    if (name === "encrypted") return encryptedStore(browserStore({ key }), { keys });
    const store = inMemory.get(key) ?? memoryStore();
    inMemory.set(key, store);
    return store;
  };
}
