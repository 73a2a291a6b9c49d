import { migrate, postgresStore } from "@refresh-once/postgres";
import { type DatabaseServer, startPostgres } from "@refresh-once/servers";
import pg from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { newKey } from "./sealed-store.ts";
import { suitePart } from "./suite-part.ts";

const keys = [newKey("k1")];

describe("encrypted PostgreSQL", () => {
  let server: DatabaseServer;
  let pool: pg.Pool;
  beforeAll(async () => {
    server = await startPostgres();
    pool = new pg.Pool({ connectionString: server.url });
    // A killed server also breaks idle connections, which pg reports as `error` events.
    pool.on("error", () => {});
    await migrate(pool);
  });
  afterAll(async () => {
    await pool.end();
    await server[Symbol.asyncDispose]();
  });

  const encryptedPostgres = (key: string) => encryptedStore(postgresStore(pool, { key }), { keys });
  const restart = async () => {
    await server.kill();
    await server.start();
  };
  for (const { name, run, restarts } of suitePart(encryptedPostgres, { restart })) {
    (restarts ? test : test.concurrent)(name, run);
  }
});
