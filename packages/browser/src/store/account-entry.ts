import { type BrowserContext, browserContext } from "../context/browser-context.ts";
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
    return rowOf(await this.#context.database.read(this.#key), this.place);
  }

  /** Replaces the row in one transaction, unless `change` returns `undefined`. */
  replace(change: (row: AccountRow) => AccountRow | undefined): Promise<AccountRow | undefined> {
    return this.#context.database.replace(this.#key, (value) => change(rowOf(value, this.place)));
  }

  /** Calls `changed` after each change. Returns a function that ends this. */
  listen(changed: () => void): () => void {
    return this.#context.changes.listen(this.#topic, changed);
  }

  announce(): void {
    this.#context.changes.announce(this.#topic);
  }

  /** It is only created when it is used, so that a page that is rendered on a server can have a store. */
  get #context(): BrowserContext {
    return browserContext();
  }
}
