/**
 * Keeps tokens in Redis, which any number of machines share.
 *
 * @packageDocumentation
 */
export type {
  IoredisClient,
  IoredisSubscriber,
  NodeRedisClient,
  NodeRedisSubscriber,
  RedisStoreClient,
} from "./client.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";
