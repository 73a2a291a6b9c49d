import { randomUUID } from "node:crypto";
import type { TokenStore } from "@refresh-once/core";
import { boundedStore } from "./bounded-store.ts";
import { within } from "./patience.ts";

/** Opens the store of an account; again with the same key it is another process's view of it. */
type CreateStore = (key: string) => TokenStore | Promise<TokenStore>;

/** What all cases of a suite share. */
export interface SuiteSettings {
  readonly createStore: CreateStore;
  readonly restart: () => Promise<void>;
  /** How long the leases that are waited for last, ms. */
  readonly lease: number;
  /** How long a single call, or an end of a lease, is waited for, ms. */
  readonly patience: number;
}

/** An account that nobody has used before, in the store under test. */
export class TestedAccount {
  readonly lease: number;
  readonly patience: number;
  readonly #key: string;
  readonly #settings: SuiteSettings;

  constructor(settings: SuiteSettings, key = `suite-${randomUUID()}`) {
    this.lease = settings.lease;
    this.patience = settings.patience;
    this.#settings = settings;
    this.#key = key;
  }

  /** The store as one more process has it. */
  async open(): Promise<TokenStore> {
    const { createStore } = this.#settings;
    const store = await within(this.patience, "createStore()", createStore(this.#key));
    return boundedStore(store, this.patience);
  }

  /** The store as two processes have it. */
  async openTwice(): Promise<readonly [TokenStore, TokenStore]> {
    return [await this.open(), await this.open()];
  }

  /** The store after a stop of whatever is behind it. Servers take their time. */
  async reopen(): Promise<TokenStore> {
    await within(10 * this.patience, "restart()", this.#settings.restart());
    return this.open();
  }

  /** Another account; its key is made of this one's. */
  other(keyOf: (key: string) => string): TestedAccount {
    return new TestedAccount(this.#settings, keyOf(this.#key));
  }
}
