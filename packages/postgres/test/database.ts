import { type DatabaseServer, startPostgres } from "@refresh-once/servers";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { migrate } from "../src/index.ts";

/** Where a database can be reached. */
type Address = Pick<DatabaseServer, "url" | "port">;

/** A real PostgreSQL database for the tests of one file. */
export interface Database<Server extends Address = Address> {
  readonly server: Server;
  /** Makes another pool, as another process would have; it ends with the tests. */
  pool(config?: pg.PoolConfig): pg.Pool;
}

/** Creates a database with the default table, on the server that the files share. */
export function useDatabase(): Database {
  return use(createDatabase, () => {});
}

/** Starts a server with the default table, for tests that kill it. */
export function useOwnServer(): Database<DatabaseServer> {
  return use(startPostgres, (server) => server[Symbol.asyncDispose]());
}

function use<Server extends Address>(
  open: () => Promise<Server>,
  close: (server: Server) => void | PromiseLike<void>,
): Database<Server> {
  const pools: pg.Pool[] = [];
  let running: Server | undefined;
  const database = {
    get server(): Server {
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
  };
  beforeAll(async () => {
    running = await open();
    await migrate(database.pool());
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    if (running) await close(running);
  });
  return database;
}

async function createDatabase(): Promise<Address> {
  const url = new URL(inject("sharedServer"));
  const name = `test_${crypto.randomUUID()}`;
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(`CREATE DATABASE "${name}"`);
  await client.end();
  url.pathname = name;
  return { url: url.href, port: Number(url.port) };
}
