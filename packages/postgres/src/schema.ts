import { Database } from "./database.ts";
import { checkPool, type PostgresPool } from "./pool.ts";
import { codeOf } from "./safe-error.ts";
import { defaultTable, quotedTable } from "./table-name.ts";

/** Options of {@link migrate}. */
export interface MigrateOptions {
  /** The table, as `table` or `schema.table`. Default: `refresh_once`. */
  readonly table?: string;
}

/**
 * Returns the SQL that creates the table, for your own migrations. It is one statement, and it does nothing
 * if the table exists.
 *
 * @param table The table, as `table` or `schema.table`.
 * @throws {TypeError} If `table` is not such a name.
 */
export function postgresSchema(table: string = defaultTable): string {
  return creating(quotedTable("postgresSchema", table));
}

/**
 * Creates the table if it is missing. Many processes may call it at the same time. The role needs the
 * permission to create tables only if the table is missing.
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @throws {Error} With the SQLSTATE of PostgreSQL as its `code`, also if a different table has the name.
 */
export async function migrate(
  pool: PostgresPool,
  { table = defaultTable }: MigrateOptions = {},
): Promise<void> {
  checkPool("migrate", pool);
  const database = new Database(pool, quotedTable("migrate", table));
  for (let attempt = 1; !(await exists(database)); attempt++) {
    await database.run({ text: creating(database.table) }).catch((error: unknown) => {
      if (!isRace(error) || attempt === 10) throw error;
    });
  }
}

/**
 * Whether the table exists with all its columns. `IF NOT EXISTS` is not enough: it needs the permission to
 * create tables even if there is nothing to do, and it accepts any table of that name.
 */
async function exists(database: Database): Promise<boolean> {
  try {
    const names = Object.keys(columns).join(", ");
    await database.run({ text: `SELECT ${names} FROM ${database.table} LIMIT 0` });
    return true;
  } catch (error) {
    if (codeOf(error) === "42P01") return false;
    throw error;
  }
}

/** Whether another process created the table at the same time, which PostgreSQL may report as an error. */
function isRace(error: unknown): boolean {
  return /^(23505|42P07|42710)$/.test(codeOf(error));
}

/** Keys use the collation "C" (bytes): the order of a language may change with a system update, and break the index. */
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
