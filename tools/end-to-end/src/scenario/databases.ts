import type { TokenStore } from "@refresh-once/core";
import { migrate, postgresStore } from "@refresh-once/postgres";
import { redisStore } from "@refresh-once/redis";
import pg from "pg";
import { createClient } from "redis";

/** A database that stores can be in; plain data, so that another process can have it. */
export interface Database {
  readonly kind: DatabaseKind;
  readonly url: string;
}

export type DatabaseKind = "redis" | "postgres";

/** The stores of one process in a database, over a client or a pool of its own. */
export interface Stores extends AsyncDisposable {
  store(key: string): TokenStore;
  /** Deletes what is stored under a key, as no store does. */
  wipe(key: string): Promise<unknown>;
}

export function openStores({ kind, url }: Database): Promise<Stores> {
  return kind === "redis" ? openRedis(url) : openPostgres(url);
}

async function openRedis(url: string): Promise<Stores> {
  const client = createClient({ url });
  // It connects again by itself; what fails meanwhile is told to who has asked for it.
  client.on("error", () => {});
  await client.connect();
  return {
    store: (key) => redisStore(client, { key }),
    wipe: (key) => client.del(key),
    [Symbol.asyncDispose]: async () => client.destroy(),
  };
}

async function openPostgres(url: string): Promise<Stores> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on("error", () => {});
  await migrate(pool);
  return {
    store: (key) => postgresStore(pool, { key }),
    wipe: (key) => pool.query("DELETE FROM refresh_once WHERE key = $1", [key]),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
