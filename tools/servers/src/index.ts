export type { DatabaseServer } from "./database-server.ts";
export { startPostgres } from "./postgres.ts";
export { hasRedis, startRedis } from "./redis.ts";
export { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";
