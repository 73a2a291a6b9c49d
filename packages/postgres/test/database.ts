import { type DatabaseServer, startPostgres } from "@refresh-once/servers";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { migrate } from "../src/index.ts";

/** A real server for the tests of one file. */
export interface Database {
  readonly server: DatabaseServer;
  /** A pool of its own, as another process has one; it is ended with the server. */
  pool(config?: pg.PoolConfig): pg.Pool;
  /** Kills the server and starts it again. */
  restart(): Promise<void>;
}

/** With the table that a store has where none is named. */
export function useDatabase(): Database {
  const pools: pg.Pool[] = [];
  let running: DatabaseServer | undefined;
  const database = {
    get server(): DatabaseServer {
      if (!running) throw new Error("there is a server only while a test runs");
      return running;
    },
    pool(config: pg.PoolConfig = {}): pg.Pool {
      const pool = new pg.Pool({ connectionString: database.server.url, ...config });
      // A server that is killed ends its idle connections, too.
      pool.on("error", () => {});
      pools.push(pool);
      return pool;
    },
    async restart(): Promise<void> {
      await database.server.kill();
      await database.server.start();
    },
  };
  beforeAll(async () => {
    running = await startPostgres();
    await migrate(database.pool());
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await running?.[Symbol.asyncDispose]();
  });
  return database;
}
