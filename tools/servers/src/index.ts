export type { DatabaseServer } from "./database-server.ts";
export {
  hasPgBouncer,
  type PgBouncerOptions,
  pgBouncerTracksStatements,
  startPgBouncer,
} from "./pgbouncer.ts";
export { startPostgres } from "./postgres.ts";
export { hasRedis, startRedis } from "./redis.ts";
export {
  type RedisSentinelOptions,
  type RedisSentinels,
  startRedisSentinels,
} from "./redis-sentinel.ts";
export { type Held, startTcpProxy, type TcpProxy, type When } from "./tcp-proxy.ts";
