import {
  type IoredisClient,
  isNodeRedis,
  type NodeRedisClient,
  type RedisStoreClient,
} from "./client.ts";

/**
 * A connection for pub/sub. Nothing of it is waited for, and none of its failures is told: who waits
 * for a change looks from time to time as well.
 */
export interface Subscription {
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  close(): void;
}

/** Opens one; `undefined` where the client has none to give. */
export function openSubscription(
  client: RedisStoreClient,
  heard: (channel: string) => void,
): Subscription | undefined {
  try {
    return isNodeRedis(client) ? ofNodeRedis(client, heard) : ofIoredis(client, heard);
  } catch {
    return undefined;
  }
}

/** It subscribes again by itself after it was cut off. */
function ofNodeRedis(
  client: NodeRedisClient,
  heard: (channel: string) => void,
): Subscription | undefined {
  const own = client.duplicate?.();
  if (!own) return undefined;
  let isClosed = false;
  own.on("error", () => {});
  // A connection that was being made when the client was destroyed stays open, and is never used.
  own.on("connect", () => {
    if (isClosed) settle(() => own.destroy());
  });
  const connected = own.connect();
  const last = new Map<string, Promise<unknown>>();
  // One after the other: who comes while a channel is being left would be left with it.
  const afterwards = (channel: string, operation: () => unknown) => {
    const before = last.get(channel) ?? connected;
    const over = before.then(operation, operation).then(done, done);
    last.set(channel, over);
    function done() {
      if (last.get(channel) === over) last.delete(channel);
    }
  };
  return {
    subscribe: (channel) =>
      afterwards(channel, () => own.subscribe(channel, (_, from) => heard(from))),
    unsubscribe: (channel) => afterwards(channel, () => own.unsubscribe(channel)),
    close() {
      isClosed = true;
      // The first ends its retries. The second is for a cluster, which does not tell of each connection.
      settle(() => own.destroy());
      settle(() => connected.finally(() => own.destroy()));
    },
  };
}

/** It connects by itself, unless its options say otherwise. */
function ofIoredis(client: IoredisClient, heard: (channel: string) => void): Subscription {
  const own = client.duplicate();
  const channels = new Set<string>();
  own.on("error", () => {});
  // Some may still arrive after it was told to disconnect.
  own.on("message", (channel) => {
    if (channels.has(channel)) heard(channel);
  });
  // Sent earlier, it would be refused where the options forbid a queue.
  own.on("ready", () => {
    for (const channel of channels) settle(() => own.subscribe(channel));
  });
  if (own.status === "wait") settle(() => own.connect());
  return {
    subscribe(channel) {
      channels.add(channel);
      if (own.status === "ready") settle(() => own.subscribe(channel));
    },
    unsubscribe(channel) {
      channels.delete(channel);
      if (own.status === "ready") settle(() => own.unsubscribe(channel));
    },
    close() {
      channels.clear();
      settle(() => own.disconnect());
    },
  };
}

/** Begins it; it may fail. */
function settle(operation: () => unknown): void {
  new Promise((resolve) => resolve(operation())).catch(() => {});
}
