import pg from "pg";
import { postgresStore } from "../src/index.ts";

// Waits once, and then has nothing left to do.
const pool = new pg.Pool({
  connectionString: process.argv[2],
  allowExitOnIdle: true,
  idleTimeoutMillis: 0,
});
const store = postgresStore(pool, { key: "process" });
await new Promise<void>((told) => {
  const end = store.subscribe?.(() => {
    end?.();
    told();
  });
});
process.stdout.write("told\n");
