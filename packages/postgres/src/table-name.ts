/** The table that is used if none is named. */
export const defaultTable = "refresh_once";

/** The longest name, in bytes. PostgreSQL truncates longer ones, so two names could mean one table. */
const longestName = 63;

/**
 * Quotes a table name for SQL.
 *
 * @param caller the function that the error names
 * @param table as `table` or `schema.table`
 * @throws {TypeError} if it is not such a name
 */
export function quotedTable(caller: string, table: string): string {
  const parts = typeof table === "string" ? table.split(".") : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every(isName)) {
    throw new TypeError(
      `${caller}: "table" must be "table" or "schema.table", each name of 1 to ${longestName} bytes`,
    );
  }
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

function isName(part: string): boolean {
  const { length } = new TextEncoder().encode(part);
  return length > 0 && length <= longestName && !part.includes("\0");
}
