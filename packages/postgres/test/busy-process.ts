import { once } from "node:events";
import pg from "pg";
import { postgresStore } from "../src/index.ts";

// Listens and reads until it is told to stop. Its pool has no listener for errors.
const [connectionString, application_name] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, application_name, max: 4 });
const stores = ["a", "b"].map((key) => postgresStore(pool, { key }));

let isStopped = false;
once(process.stdin, "data").then(() => {
  isStopped = true;
});
process.stdout.write("works\n");
while (!isStopped) {
  const ends = stores.map((store) => store.subscribe?.(() => {}));
  await Promise.allSettled(stores.map((store) => store.read()));
  for (const end of ends) end?.();
  await Promise.allSettled(stores.map((store) => store.read()));
}
await pool.end();
