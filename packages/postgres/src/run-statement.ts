import { processWide } from "@refresh-once/core/store";
import type { PostgresPool } from "./pool.ts";
import { isUnprepared } from "./safe-error.ts";
import type { Statement } from "./statement.ts";

/** The pools whose connections do not keep prepared statements. */
const withoutNames = processWide("postgres/without-names", () => new WeakSet<PostgresPool>());

/**
 * Runs a statement. One with a name is prepared once on each connection, so that PostgreSQL parses and plans it
 * only then.
 *
 * A pooler in transaction mode may run the next statement on another connection of the server, which does not have
 * the prepared one, or has it already. PostgreSQL reports this before it runs anything, so the statement is sent
 * again without its name, and so are all later ones of the pool.
 *
 * @see {@link https://www.pgbouncer.org/config.html#max_prepared_statements PgBouncer, max_prepared_statements}
 */
export async function runStatement(
  pool: PostgresPool,
  { name, text }: Statement,
  values: string[],
): Promise<unknown[]> {
  if (name !== undefined && !withoutNames.has(pool)) {
    try {
      return (await pool.query({ name, text, values })).rows;
    } catch (thrown) {
      if (!isUnprepared(thrown)) throw thrown;
      withoutNames.add(pool);
    }
  }
  return (await pool.query({ text, values })).rows;
}
