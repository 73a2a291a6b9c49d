/**
 * The methods that the store uses of a `redis` client (node-redis 5.12 or 6), made by `createClient`,
 * `createCluster`, `createSentinel` or `createClientPool`. A pool cannot be duplicated, nor can a sentinel client of
 * node-redis 5, so their stores receive no messages and poll instead.
 *
 * @see {@link https://redis.io/docs/latest/develop/clients/nodejs/ node-redis}
 */
export interface NodeRedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Runs a Lua script that the server has, by its SHA-1. Without this method, `eval` is used each time. */
  evalSha?(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Reads all fields of a hash. */
  hGetAll(key: string): Promise<unknown>;
  /** Makes the client for pub/sub. */
  duplicate?(): NodeRedisSubscriber;
  /** Adds a listener for errors. */
  on?(event: "error", listener: (error: unknown) => void): unknown;
}

/** The methods that the store uses of the duplicated node-redis client, which receives messages. */
export interface NodeRedisSubscriber {
  /** Adds a listener for errors. */
  on(event: "error", listener: (error: unknown) => void): unknown;
  /** Adds a listener that is called when a connection is open, or before it is made again. */
  on(event: "connect" | "reconnecting", listener: () => void): unknown;
  /** Opens the connection. */
  connect(): Promise<unknown>;
  /** Starts to receive the messages of a channel. */
  subscribe(
    channel: string,
    listener: (message: string, channel: string) => void,
  ): Promise<unknown>;
  /** Stops receiving the messages of a channel. */
  unsubscribe(channel: string): Promise<unknown>;
  /** Closes the connection. */
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
  /** Runs a Lua script that the server has, by its SHA-1. Without this method, `eval` is used each time. */
  evalsha?(sha1: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Reads all fields of a hash. */
  hgetall(key: string): Promise<unknown>;
  /** Makes the client for pub/sub. */
  duplicate(): IoredisSubscriber;
}

/** The methods that the store uses of the duplicated ioredis client, which receives messages. */
export interface IoredisSubscriber {
  /** The state of the connection, such as `ready`. */
  readonly status: string;
  /** The options of the client. */
  readonly options?: object;
  /** Adds a listener for errors. */
  on(event: "error", listener: (error: unknown) => void): unknown;
  /** Adds a listener that is called when the connection is ready. */
  on(event: "ready", listener: () => void): unknown;
  /** Adds a listener for messages of all channels. */
  on(event: "message", listener: (channel: string, message: string) => void): unknown;
  /** Opens the connection. */
  connect(): Promise<unknown>;
  /** Starts to receive the messages of a channel. */
  subscribe(channel: string): Promise<unknown>;
  /** Stops receiving the messages of a channel. */
  unsubscribe(channel: string): Promise<unknown>;
  /** Closes the connection. */
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

/**
 * Whether a client is one of node-redis 4. It has no `destroy`, so its duplicates could not be closed: each wait for
 * another process would leave a connection open.
 */
export function isNodeRedis4(client: RedisStoreClient): boolean {
  return isNodeRedis(client) && "disconnect" in client && !("destroy" in client);
}
