import { changeChannel } from "../context/change-channel.ts";
import { database } from "../context/database.ts";
import type { AccountRow } from "./account-row.ts";
import { rowOf } from "./stored-row.ts";

/** One account in the database of this origin. */
export class AccountEntry {
  /** Names the account in error messages. */
  readonly place: string;
  readonly #key: string;
  /** What messages about the account are called. */
  readonly #topic: string;

  constructor(key: string) {
    this.#key = key;
    this.#topic = `account:${key}`;
    this.place = `The key ${key} in the database "refresh-once" of this browser`;
  }

  async read(): Promise<AccountRow> {
    return rowOf(await database("refresh-once").read(this.#key), this.place);
  }

  /** Replaces the row in one transaction, unless `change` returns `undefined`. */
  replace(change: (row: AccountRow) => AccountRow | undefined): Promise<AccountRow | undefined> {
    return database("refresh-once").replace(this.#key, (value) => change(rowOf(value, this.place)));
  }

  /** Calls `changed` after each change. Returns a function that ends this. */
  listen(changed: () => void): () => void {
    return changeChannel().listen(this.#topic, changed);
  }

  announce(): void {
    changeChannel().announce(this.#topic);
  }
}
