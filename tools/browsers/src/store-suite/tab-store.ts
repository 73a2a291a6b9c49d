import { randomUUID } from "node:crypto";
import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  parseTokenRecord,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";
import type { Tab } from "../browser/index.ts";

/** A claim that is held in a tab. */
interface RemoteClaim {
  readonly id: string;
  readonly abandoned?: Spending;
  readonly canExtend: boolean;
}

/** The subscriptions of all tabs; they report changes through a function that the driver exposes. */
export type Listeners = Map<string, () => void>;

/** A token store that is opened in a tab, and driven from this process. */
export class TabStore implements TokenStore {
  readonly #tab: Tab;
  readonly #id: string;
  readonly #listeners: Listeners;

  private constructor(tab: Tab, id: string, listeners: Listeners) {
    this.#tab = tab;
    this.#id = id;
    this.#listeners = listeners;
  }

  static async open(tab: Tab, key: string, listeners: Listeners): Promise<TabStore> {
    return new TabStore(tab, await tab.call<string>("open", "browser", key), listeners);
  }

  async read(): Promise<TokenRecord | undefined> {
    const text = await this.#tab.call<string | null>("read", this.#id);
    return text === null ? undefined : parseTokenRecord(text, "the store of a tab");
  }

  async claim(
    revision: number,
    { duration }: { readonly duration: number },
  ): Promise<Claim | undefined> {
    const lease = { duration };
    const claim = await this.#tab.call<RemoteClaim | null>("claim", this.#id, revision, lease);
    return claim ? this.#claimOf(claim) : undefined;
  }

  subscribe(changed: () => void): () => void {
    const subscription = randomUUID();
    this.#listeners.set(subscription, changed);
    const started = this.#tab.call("subscribe", this.#id, subscription);
    return () => {
      this.#listeners.delete(subscription);
      // The tab may be gone: then there is nothing to end.
      started.then(() => this.#tab.call("unsubscribe", subscription)).catch(() => {});
    };
  }

  #claimOf({ id, canExtend, abandoned }: RemoteClaim): Claim {
    const tab = this.#tab;
    return {
      ...(abandoned && { abandoned }),
      ...(canExtend && { extend: () => tab.call<boolean>("extend", id) }),
      commit: (next) => tab.call<boolean>("commit", id, writeTokenRecord(next)),
      release: () => tab.call<void>("release", id),
    };
  }
}
