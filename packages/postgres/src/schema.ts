import { Database } from "./database.ts";
import { checkPool, type PostgresPool } from "./pool.ts";
import { codeOf } from "./postgres-error.ts";
import { defaultTable, quotedTable } from "./table-name.ts";

/** Which table is meant. */
export interface MigrateOptions {
  /** With its schema and a dot before it, or without. Default: `refresh_once`. */
  readonly table?: string;
}

/**
 * The SQL of the table, for whoever runs it: one statement, which does nothing where the table is.
 *
 * @param table with its schema and a dot before it, or without
 * @throws {TypeError} when `table` is no such name
 */
export function postgresSchema(table: string = defaultTable): string {
  return creating(quotedTable("postgresSchema", table));
}

/**
 * Makes the table where it is missing; many processes may do so at once. The role needs the right to
 * create one only then.
 *
 * @throws {TypeError} that names a wrong option
 * @throws {Error} with the `code` of PostgreSQL, also where another table has that name
 */
export async function migrate(
  pool: PostgresPool,
  { table = defaultTable }: MigrateOptions = {},
): Promise<void> {
  checkPool("migrate", pool);
  const database = new Database(pool, quotedTable("migrate", table));
  for (let tries = 1; !(await isThere(database)); tries++) {
    await database.run(creating(database.table)).catch((error: unknown) => {
      if (!isRace(error) || tries === 10) throw error;
    });
  }
}

/** Not left to IF NOT EXISTS, which wants the right to create even so, and takes any table for it. */
async function isThere(database: Database): Promise<boolean> {
  try {
    await database.run(`SELECT ${Object.keys(columns).join(", ")} FROM ${database.table} LIMIT 0`);
    return true;
  } catch (error) {
    if (codeOf(error) === "42P01") return false;
    throw error;
  }
}

/** Of two who create one name at once, one may be told that it is there already. */
function isRace(error: unknown): boolean {
  return /^(23505|42P07|42710)$/.test(codeOf(error));
}

/** Keys are compared by their bytes: an index by a language's order breaks where the system's changes. */
const columns = {
  key: `text COLLATE pg_catalog."C" PRIMARY KEY`,
  revision: "bigint NOT NULL DEFAULT 0",
  record: "text",
  claim_id: "text",
  claim_started: "bigint",
  claim_until: "timestamptz",
  abandoned_started: "bigint",
};

function creating(table: string): string {
  const lines = Object.entries(columns).map(([name, type]) => `  ${name} ${type}`);
  return `CREATE TABLE IF NOT EXISTS ${table} (\n${lines.join(",\n")}\n)`;
}
