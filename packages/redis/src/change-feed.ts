import { processWide } from "@refresh-once/core/store";
import type { RedisStoreClient } from "./client.ts";
import { openSubscription, type Subscription } from "./subscription.ts";

/** A connection belongs to its client, whichever stores have it in common. */
const feeds = processWide("redis/change-feeds", () => new WeakMap<RedisStoreClient, ChangeFeed>());

/** The one of this client. */
export function changeFeedOf(client: RedisStoreClient): ChangeFeed {
  const feed = feeds.get(client) ?? new ChangeFeed(client);
  feeds.set(client, feed);
  return feed;
}

/** Passes on what is published, over one connection that is there while somebody listens. */
class ChangeFeed {
  readonly #client: RedisStoreClient;
  readonly #channels = new Map<string, Set<() => void>>();
  #subscription: Subscription | undefined;

  constructor(client: RedisStoreClient) {
    this.#client = client;
  }

  /** @returns what ends it */
  listen(channel: string, changed: () => void): () => void {
    // One of its own: who listens twice ends each by itself.
    const listener = () => changed();
    this.#listenersOf(channel).add(listener);
    return () => this.#end(channel, listener);
  }

  #listenersOf(channel: string): Set<() => void> {
    const present = this.#channels.get(channel);
    if (present) return present;
    const listeners = new Set<() => void>();
    this.#channels.set(channel, listeners);
    this.#subscription ??= openSubscription(this.#client, (heard) => this.#pass(heard));
    this.#subscription?.subscribe(channel);
    return listeners;
  }

  #pass(channel: string): void {
    for (const listener of this.#channels.get(channel) ?? []) listener();
  }

  #end(channel: string, listener: () => void): void {
    const listeners = this.#channels.get(channel);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    this.#channels.delete(channel);
    this.#subscription?.unsubscribe(channel);
    if (this.#channels.size > 0) return;
    this.#subscription?.close();
    this.#subscription = undefined;
  }
}
