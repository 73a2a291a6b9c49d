import { type TokenStoreSuiteOptions, tokenStoreSuite } from "@refresh-once/testing";
import type pg from "pg";
import { describe, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";

const database = useDatabase();

describe("PostgreSQL", () => hold({}, { restart: () => database.restart() }));

describe("PostgreSQL that is serializable by default", () =>
  hold({ options: "-c default_transaction_isolation=serializable" }));

function hold(config: pg.PoolConfig, options?: TokenStoreSuiteOptions): void {
  let pools: readonly pg.Pool[] = [];
  let opened = 0;

  /** Alternates between two pools, because another process does not share connections. */
  function createStore(key: string) {
    if (pools.length === 0) pools = [database.pool(config), database.pool(config)];
    const pool = pools[opened++ % 2] ?? database.pool(config);
    return postgresStore(pool, { key });
  }

  for (const { name, run, restarts } of tokenStoreSuite(createStore, options)) {
    (restarts ? test : test.concurrent)(name, run);
  }
}
