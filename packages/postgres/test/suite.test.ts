import { tokenStoreSuite } from "@refresh-once/testing";
import type pg from "pg";
import { describe, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";

const database = useDatabase();

describe.each([
  ["PostgreSQL", {}],
  ["PostgreSQL that is serializable by default", serializable()],
])("%s", (_, config) => {
  let pools: readonly pg.Pool[] = [];
  let opened = 0;

  /** Of two pools in turn: another process is not on the same connections. */
  function createStore(key: string) {
    if (pools.length === 0) pools = [database.pool(config), database.pool(config)];
    const pool = pools[opened++ % 2] ?? database.pool(config);
    return postgresStore(pool, { key });
  }

  const restart = () => database.restart();
  for (const { name, run } of tokenStoreSuite(createStore, { restart })) test(name, run);
});

function serializable(): pg.PoolConfig {
  return { options: "-c default_transaction_isolation=serializable" };
}
