import {
  type IoredisClient,
  isNodeRedis,
  type NodeRedisClient,
  type RedisStoreClient,
} from "./client.ts";

/**
 * A connection for pub/sub. Its methods do not wait for the server, and its failures are ignored: messages
 * only make waiting processes look sooner, and these poll as well.
 */
export interface Subscription {
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  close(): void;
}

/** Opens a subscription; `undefined` if the client cannot be duplicated. */
export function openSubscription(
  client: RedisStoreClient,
  published: (channel: string) => void,
): Subscription | undefined {
  try {
    return isNodeRedis(client) ? ofNodeRedis(client, published) : ofIoredis(client, published);
  } catch {
    return undefined;
  }
}

/** node-redis subscribes again by itself after its connection was cut off. */
function ofNodeRedis(
  client: NodeRedisClient,
  published: (channel: string) => void,
): Subscription | undefined {
  const own = client.duplicate?.();
  if (!own) return undefined;
  let isClosed = false;
  let isConnecting = true;
  const destroy = () => ignoreFailure(() => own.destroy());
  const settled = () => {
    isConnecting = false;
    if (isClosed) destroy();
  };
  own.on("error", settled);
  own.on("connect", settled);
  own.on("reconnecting", () => {
    isConnecting = true;
  });
  const connected = own.connect();
  const last = new Map<string, Promise<unknown>>();
  // Run the operations on a channel one after the other. Otherwise, a subscription that starts during an
  // unsubscription would be ended by it.
  const enqueue = (channel: string, operation: () => unknown) => {
    const before = last.get(channel) ?? connected;
    const completed = before.then(operation, operation).then(done, done);
    last.set(channel, completed);
    function done() {
      if (last.get(channel) === completed) last.delete(channel);
    }
  };
  return {
    subscribe: (channel) =>
      enqueue(channel, () => own.subscribe(channel, (_, from) => published(from))),
    unsubscribe: (channel) => enqueue(channel, () => own.unsubscribe(channel)),
    close() {
      isClosed = true;
      // node-redis 5 would leave a connection open that is just being made, and could not close it later. So wait
      // until that has succeeded or failed.
      if (!isConnecting) destroy();
      // A cluster does not report each of its connections.
      ignoreFailure(() => Promise.allSettled([connected, ...last.values()]).then(destroy));
    },
  };
}

/** ioredis connects by itself, unless its options say otherwise. */
function ofIoredis(client: IoredisClient, published: (channel: string) => void): Subscription {
  const own = client.duplicate();
  // When it is connected again, ioredis would subscribe as well, without a handler for the failure of that. If
  // the connection is then closed, this would end the process.
  if (own.options) Reflect.set(own.options, "autoResubscribe", false);
  const channels = new Set<string>();
  own.on("error", () => {});
  // Messages may still arrive after `disconnect`.
  own.on("message", (channel) => {
    if (channels.has(channel)) published(channel);
  });
  // Subscribe when the connection is ready: with `enableOfflineQueue: false`, ioredis rejects it earlier.
  own.on("ready", () => {
    for (const channel of channels) ignoreFailure(() => own.subscribe(channel));
  });
  if (own.status === "wait") ignoreFailure(() => own.connect());
  return {
    subscribe(channel) {
      channels.add(channel);
      if (own.status === "ready") ignoreFailure(() => own.subscribe(channel));
    },
    unsubscribe(channel) {
      channels.delete(channel);
      if (own.status === "ready") ignoreFailure(() => own.unsubscribe(channel));
    },
    close() {
      channels.clear();
      ignoreFailure(() => own.disconnect());
    },
  };
}

/** Starts an operation and ignores its failure. */
function ignoreFailure(operation: () => unknown): void {
  new Promise((resolve) => resolve(operation())).catch(() => {});
}
