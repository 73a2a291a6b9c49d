import type { Database } from "@refresh-once/scenario/databases";
import pg from "pg";
import { createClient } from "redis";

/** The rows that a store writes, written without one. */
export interface BareWrites {
  write(key: string, text: string): Promise<unknown>;
}

export async function openBareWrites({ kind, url }: Database): Promise<BareWrites> {
  if (kind === "redis") {
    const client = createClient({ url });
    await client.connect();
    return { write: (key, text) => client.hSet(`bare ${key}`, { revision: 1, record: text }) };
  }
  const pool = new pg.Pool({ connectionString: url });
  return {
    write: (key, text) =>
      pool.query("UPDATE refresh_once SET record = $2 WHERE key = $1", [key, text]),
  };
}
