import assert from "node:assert/strict";
import type { TokenStore } from "@refresh-once/core";
import { commit } from "./claiming.ts";
import { eventually } from "./patience.ts";
import { recordOf } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

/** A subscription that counts its notifications. */
export interface Subscriber {
  readonly calls: number;
  end(): void;
}

/** Subscriptions to an account, and one process that commits to it. */
export class Subscribers {
  readonly #account: TestedAccount;
  readonly #committer: TokenStore;
  readonly #all: Subscriber[] = [];
  #revision = 0;

  constructor(account: TestedAccount, committer: TokenStore) {
    this.#account = account;
    this.#committer = committer;
  }

  /** Subscribes, and waits for the first notification, because a store may need time to start. */
  async add(store: TokenStore): Promise<Subscriber> {
    let calls = 0;
    const end = store.subscribe?.(() => {
      calls++;
    });
    assert.ok(typeof end === "function", "subscribe() did not return a function that unsubscribes");
    const subscriber = {
      get calls() {
        return calls;
      },
      end,
    };
    this.#all.push(subscriber);
    await eventually(this.#account.patience, "first notification of a subscriber", async () => {
      await this.#commit();
      return calls > 0 || undefined;
    });
    return subscriber;
  }

  /**
   * Asserts that all of these are notified of each of three commits. More notifications are allowed, because
   * one of an earlier commit may still arrive.
   */
  async assertNotified(...expected: readonly Subscriber[]): Promise<void> {
    for (let times = 0; times < 3; times++) {
      const before = expected.map(({ calls }) => calls);
      await this.#commit();
      await eventually(this.#account.patience, "notification of a commit", () => {
        return expected.every(({ calls }, at) => calls > (before[at] ?? 0)) || undefined;
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
