import { migrate, postgresStore } from "@refresh-once/postgres";
import pg from "pg";
import type { BareStore } from "./bare-refresh.ts";
import { CommandCounts, watchCalls } from "./command-counts.ts";
import type { Connection } from "./connection.ts";

export async function connectToPostgres(url: string): Promise<Connection> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on("error", () => {});
  const counts = new CommandCounts();
  pool.on("connect", (client) => {
    watchCalls(client, "query", ([text]) => counts.add(nameOf(text)));
  });
  await migrate(pool);
  return { counts, bare: barePostgres(pool), store: (key) => postgresStore(pool, { key }) };
}

/** The first word of a statement, or what a comment of the library calls it. */
function nameOf(query: unknown): string {
  const text = typeof query === "string" ? query : String(Reflect.get(Object(query), "text"));
  const [, comment, word] = /^\s*(?:\/\* refresh-once: ([\w ]+?) \*\/|(\w+))/.exec(text) ?? [];
  return comment ?? word ?? "unknown";
}

/** In the table of the library, so that rows and indexes are the same. */
function barePostgres(pool: pg.Pool): BareStore {
  return {
    async read(key) {
      const sql = "SELECT revision::text AS revision, record FROM refresh_once WHERE key = $1";
      const { rows } = await pool.query<{ revision: string; record: string }>(sql, [key]);
      return { revision: Number(rows[0]?.revision), text: rows[0]?.record ?? "" };
    },
    async claim(key, revision) {
      const sql = `UPDATE refresh_once
        SET claim_id = $3, claim_until = clock_timestamp() + interval '40 seconds'
        WHERE key = $1 AND revision = $2 AND (claim_id IS NULL OR claim_until < now())`;
      const { rowCount } = await pool.query(sql, [key, revision, crypto.randomUUID()]);
      return rowCount === 1;
    },
    create: (key, text) =>
      pool.query("INSERT INTO refresh_once (key, revision, record) VALUES ($1, 1, $2)", [
        key,
        text,
      ]),
    commit(key, { revision, text }) {
      const sql = `UPDATE refresh_once
        SET revision = $2, record = $3, claim_id = NULL, claim_until = NULL
        WHERE key = $1 AND revision = $2 - 1`;
      return pool.query(sql, [key, revision, text]);
    },
  };
}
