import type { TokenStore } from "@refresh-once/core";
import type { Table } from "./table-store.ts";

/** Opens the store of an account in a table. */
export type StoreClass = new (table: Table, key: string) => TokenStore;

/** A store with one fault. */
export interface BrokenStore {
  readonly store: StoreClass;
  /** The beginnings of the names of all cases that are there to find it. */
  readonly meant: readonly string[];
  /** In ms; long where the case has to look before it is over, on a busy machine, too. */
  readonly lease?: number;
}

/** Broken stores, each by what it does wrong. */
export type BrokenStores = Readonly<Record<string, BrokenStore>>;
