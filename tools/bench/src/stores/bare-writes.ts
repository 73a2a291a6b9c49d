import type { Database } from "@refresh-once/end-to-end/databases";
import pg from "pg";
import { createClient } from "redis";

/** The rows that a store writes, written without one. */
export interface BareWrites {
  write(key: string): Promise<unknown>;
}

/** As long as a record of a bank's tokens, in characters. */
const text = "x".repeat(700);

export async function openBareWrites({ kind, url }: Database): Promise<BareWrites> {
  if (kind === "redis") {
    const client = createClient({ url });
    await client.connect();
    return { write: (key) => client.hSet(`bare ${key}`, { revision: 1, record: text }) };
  }
  const pool = new pg.Pool({ connectionString: url });
  // The store reads it again.
  const sql = "UPDATE refresh_once SET record = record WHERE key = $1";
  return { write: (key) => pool.query(sql, [key]) };
}
