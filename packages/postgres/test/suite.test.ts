import { type TokenStoreCase, tokenStoreSuite } from "@refresh-once/testing";
import type pg from "pg";
import { describe, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useOwnServer } from "./database.ts";
import { statementCases } from "./suite-cases.ts";

const database = useOwnServer();

async function restart(): Promise<void> {
  await database.server.kill();
  await database.server.start();
}

describe("PostgreSQL", () => {
  register(tokenStoreSuite(storesOver({}), { restart }));
});

describe("PostgreSQL that is serializable by default", () => {
  const options = "-c default_transaction_isolation=serializable";
  register(statementCases(storesOver({ options })));
});

/** Alternates between two pools, because another process does not share connections. */
function storesOver(config: pg.PoolConfig) {
  let pools: readonly pg.Pool[] = [];
  let opened = 0;
  return (key: string) => {
    if (pools.length === 0) pools = [database.pool(config), database.pool(config)];
    const pool = pools[opened++ % 2] ?? database.pool(config);
    return postgresStore(pool, { key });
  };
}

function register(cases: readonly TokenStoreCase[]): void {
  for (const { name, run, restarts } of cases) (restarts ? test : test.concurrent)(name, run);
}
