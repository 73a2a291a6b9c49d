import { join } from "node:path";
import type { TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { type Database, openStores } from "@refresh-once/end-to-end/databases";

/** Where the stores of all accounts are; plain data, so that another process can have it. */
export type StorePlace = Database | { readonly kind: "file"; readonly folder: string };

export type StoreKind = StorePlace["kind"];

export function isStoreKind(text: string): text is StoreKind {
  return text === "redis" || text === "postgres" || text === "file";
}

/** The stores of one process. */
export interface AccountStores extends AsyncDisposable {
  store(account: number): TokenStore;
}

export async function openAccountStores(place: StorePlace): Promise<AccountStores> {
  if (place.kind === "file") {
    return {
      store: (account) => fileStore(join(place.folder, `${accountName(account)}.json`)),
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const stores = await openStores(place);
  return {
    store: (account) => stores.store(accountName(account)),
    [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose](),
  };
}

export function accountName(account: number): string {
  return `account-${account}`;
}
