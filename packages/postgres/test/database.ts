import { type DatabaseServer, startPostgres } from "@refresh-once/servers";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { migrate } from "../src/index.ts";

/** A real PostgreSQL server for the tests of one file. */
export interface Database {
  readonly server: DatabaseServer;
  /** Makes another pool, as another process would have; it ends with the server. */
  pool(config?: pg.PoolConfig): pg.Pool;
  /** Kills the server and restarts it. */
  restart(): Promise<void>;
}

/** Starts a server with the default table. */
export function useDatabase(): Database {
  const pools: pg.Pool[] = [];
  let running: DatabaseServer | undefined;
  const database = {
    get server(): DatabaseServer {
      if (!running) throw new Error("the server only runs during tests");
      return running;
    },
    pool(config: pg.PoolConfig = {}): pg.Pool {
      const pool = new pg.Pool({ connectionString: database.server.url, ...config });
      // A killed server also breaks idle connections, which pg reports as `error` events.
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
