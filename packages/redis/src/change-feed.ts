import { processWide } from "@refresh-once/core/store";
import { isNodeRedis, type RedisStoreClient } from "./client.ts";
import { openSubscription, type Subscription } from "./subscription.ts";

/** One feed for each client, so that all stores of a client share one connection. */
const feeds = processWide("redis/change-feeds", () => new WeakMap<RedisStoreClient, ChangeFeed>());

/** Returns the feed of this client. */
export function changeFeedOf(client: RedisStoreClient): ChangeFeed {
  const feed = feeds.get(client) ?? new ChangeFeed(client);
  feeds.set(client, feed);
  return feed;
}

/** Forwards published commits to listeners. Its one connection is open only while there are listeners. */
export class ChangeFeed {
  readonly #client: RedisStoreClient;
  readonly #channels = new Map<string, Set<() => void>>();
  #subscription: Subscription | undefined;

  constructor(client: RedisStoreClient) {
    this.#client = client;
    // Without a listener, the client's event for a broken connection would end the process. ioredis only
    // prints it then.
    if (isNodeRedis(client)) client.on?.("error", () => {});
  }

  /**
   * Calls `changed` at each message on a channel.
   *
   * @returns a function that stops listening
   */
  listen(channel: string, changed: () => void): () => void {
    // Wrap the function, so that a caller that listens twice with it can end each subscription separately.
    const listener = () => changed();
    this.#listenersOf(channel).add(listener);
    return () => this.#end(channel, listener);
  }

  #listenersOf(channel: string): Set<() => void> {
    const present = this.#channels.get(channel);
    if (present) return present;
    const listeners = new Set<() => void>();
    this.#channels.set(channel, listeners);
    this.#subscription ??= openSubscription(this.#client, (published) => this.#notify(published));
    this.#subscription?.subscribe(channel);
    return listeners;
  }

  #notify(channel: string): void {
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
