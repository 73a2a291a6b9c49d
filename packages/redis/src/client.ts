/**
 * The methods that the store uses of a `redis` client (node-redis 6), made by `createClient`,
 * `createCluster`, `createSentinel` or `createClientPool`. A pool cannot be duplicated, so its stores
 * receive no messages and poll instead.
 *
 * @see {@link https://redis.io/docs/latest/develop/clients/nodejs/ node-redis}
 */
export interface NodeRedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Reads all fields of a hash. */
  hGetAll(key: string): Promise<unknown>;
  /** Makes the client for pub/sub. */
  duplicate?(): NodeRedisSubscriber;
}

/** The methods that the store uses of the duplicated node-redis client, which receives messages. */
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

/**
 * The methods that the store uses of an `ioredis` client (5.3 to 6): a `Redis` or a `Cluster`.
 *
 * @see {@link https://github.com/redis/ioredis ioredis}
 */
export interface IoredisClient {
  /** Runs a Lua script. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Reads all fields of a hash. */
  hgetall(key: string): Promise<unknown>;
  /** Makes the client for pub/sub. */
  duplicate(): IoredisSubscriber;
}

/** The methods that the store uses of the duplicated ioredis client, which receives messages. */
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

/** A client of either library. You connect it and close it; the store never does. */
export type RedisStoreClient = NodeRedisClient | IoredisClient;

/** Tells the libraries apart by the spelling of a command: `hGetAll` in node-redis, `hgetall` in ioredis. */
export function isNodeRedis(client: RedisStoreClient): client is NodeRedisClient {
  return "hGetAll" in client;
}

/** Whether a value has the commands of either library. */
export function isRedisStoreClient(value: unknown): value is RedisStoreClient {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string) => typeof Reflect.get(value, name) === "function";
  return has("eval") && (has("hGetAll") || has("hgetall"));
}
