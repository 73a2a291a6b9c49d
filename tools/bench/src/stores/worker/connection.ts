import type { TokenStore } from "@refresh-once/core";
import type { Database } from "@refresh-once/end-to-end/databases";
import type { BareStore } from "./bare-refresh.ts";
import type { CommandCounts } from "./command-counts.ts";
import { connectToPostgres } from "./postgres-connection.ts";
import { connectToRedis } from "./redis-connection.ts";

/** One client of a database, used by the library and by bare commands alike. */
export interface Connection {
  /** All commands that the client has sent. */
  readonly counts: CommandCounts;
  readonly bare: BareStore;
  store(key: string): TokenStore;
}

export function connect({ kind, url }: Database): Promise<Connection> {
  return kind === "redis" ? connectToRedis(url) : connectToPostgres(url);
}
