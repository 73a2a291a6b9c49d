import type { TokenStore } from "@refresh-once/core";
import type { Table } from "./table-store.ts";

/** A class of stores. An instance is the store of one account in a table. */
export type StoreClass = new (table: Table, key: string) => TokenStore;

/** A store with one bug. */
export interface BrokenStore {
  readonly store: StoreClass;
  /** The beginnings of the names of all cases that must detect the bug. */
  readonly meant: readonly string[];
  /** The lease, ms. It is long if the case must act before the lease expires, even on a busy machine. */
  readonly lease?: number;
}

/** Broken stores by their bug. */
export type BrokenStores = Readonly<Record<string, BrokenStore>>;
