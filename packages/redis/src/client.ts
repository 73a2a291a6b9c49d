/**
 * What this store needs of a client of `redis` (node-redis 6): that of `createClient`,
 * `createCluster`, `createSentinel` or `createClientPool`. A pool cannot be duplicated: its stores
 * are not told of changes, and look from time to time.
 */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  hGetAll(key: string): Promise<unknown>;
  duplicate?(): NodeRedisSubscriber;
}

/** A second connection of node-redis, for pub/sub. */
export interface NodeRedisSubscriber {
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "connect", listener: () => void): unknown;
  connect(): Promise<unknown>;
  subscribe(
    channel: string,
    listener: (message: string, channel: string) => void,
  ): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  destroy(): unknown;
}

/** What this store needs of a client of `ioredis` (6): a `Redis` or a `Cluster`. */
export interface IoredisClient {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  hgetall(key: string): Promise<unknown>;
  duplicate(): IoredisSubscriber;
}

/** A second connection of ioredis, for pub/sub. */
export interface IoredisSubscriber {
  readonly status: string;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "ready", listener: () => void): unknown;
  on(event: "message", listener: (channel: string, message: string) => void): unknown;
  connect(): Promise<unknown>;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  disconnect(): unknown;
}

/** A client of one of the two libraries; it stays the user's, who connects and closes it. */
export type RedisStoreClient = NodeRedisClient | IoredisClient;

/** The libraries spell their commands differently: `hGetAll` is node-redis, `hgetall` ioredis. */
export function isNodeRedis(client: RedisStoreClient): client is NodeRedisClient {
  return "hGetAll" in client;
}

/** Whether it has the commands of one of the two libraries. */
export function isRedisStoreClient(value: unknown): value is RedisStoreClient {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string) => typeof Reflect.get(value, name) === "function";
  return has("eval") && (has("hGetAll") || has("hgetall"));
}
