import { randomUUID } from "node:crypto";
import type { TokenStore } from "@refresh-once/core";
import { boundedStore } from "./bounded-store.ts";
import { within } from "./patience.ts";

/** Opens the store of an account. A second call with the same key opens it as another process. */
type CreateStore = (key: string) => TokenStore | Promise<TokenStore>;

/** Settings that all cases of a suite share. */
export interface SuiteSettings {
  readonly createStore: CreateStore;
  readonly restart: () => Promise<void>;
  /** The duration of leases that a case waits for, ms. */
  readonly lease: number;
  /** How long to wait for a single call or for the expiry of a lease, ms. */
  readonly patience: number;
}

/** A new account in the store under test. */
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

  /** Opens the store as one more process. */
  async open(): Promise<TokenStore> {
    const { createStore } = this.#settings;
    const store = await within(this.patience, "createStore()", createStore(this.#key));
    return boundedStore(store, this.patience);
  }

  /** Opens the store as two processes. */
  async openTwice(): Promise<readonly [TokenStore, TokenStore]> {
    return [await this.open(), await this.open()];
  }

  /** Restarts the server and opens the store. A server may take longer than a single call. */
  async reopen(): Promise<TokenStore> {
    await within(10 * this.patience, "restart()", this.#settings.restart());
    return this.open();
  }

  /** Another account, whose key is derived from this one's. */
  other(keyOf: (key: string) => string): TestedAccount {
    return new TestedAccount(this.#settings, keyOf(this.#key));
  }
}
