import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import { commit } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** Somebody who is told of changes, and counts them. */
export interface Subscriber {
  readonly calls: number;
  end(): void;
}

/** Those who wait for the commits that one process makes to an account. */
export class Subscribers {
  readonly #account: TestedAccount;
  readonly #committer: TokenStore;
  readonly #all: Subscriber[] = [];
  #revision = 0;

  constructor(account: TestedAccount, committer: TokenStore) {
    this.#account = account;
    this.#committer = committer;
  }

  /** Settles when it has been told for the first time: a store may take a while to begin. */
  async add(store: TokenStore): Promise<Subscriber> {
    let calls = 0;
    const end = store.subscribe?.(() => {
      calls++;
    });
    assert.ok(typeof end === "function", "subscribe() gives no function that ends it");
    const subscriber = {
      get calls() {
        return calls;
      },
      end,
    };
    this.#all.push(subscriber);
    await eventually(this.#account.patience, "call of a subscriber", async () => {
      await this.#commit();
      return calls > 0 || undefined;
    });
    return subscriber;
  }

  /** Each of a few commits is told to all of these. A call of a former one may still be underway. */
  async assertTold(...told: readonly Subscriber[]): Promise<void> {
    for (let times = 0; times < 3; times++) {
      const before = told.map(({ calls }) => calls);
      await this.#commit();
      await eventually(this.#account.patience, "call after a commit", () => {
        return told.every(({ calls }, at) => calls > (before[at] ?? 0)) || undefined;
      });
    }
  }

  end(): void {
    for (const { end } of this.#all) end();
  }

  async #commit(): Promise<void> {
    this.#revision++;
    await commit(this.#committer, recordOf(this.#revision));
  }
}
