/** The table of an account's tokens where no other is named. */
export const defaultTable = "refresh_once";

/** PostgreSQL cuts what is longer, in bytes: two tables would be one. */
const longestName = 63;

/**
 * A table's name as SQL has it, each part in quotes.
 *
 * @param table with its schema and a dot before it, or without
 * @throws {TypeError} when it is no such name
 */
export function quotedTable(caller: string, table: string): string {
  const parts = typeof table === "string" ? table.split(".") : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every(isName)) {
    throw new TypeError(
      `${caller}: "table" must be the name of a table, or "schema.table", each of at most ${longestName} bytes`,
    );
  }
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

function isName(part: string): boolean {
  const { length } = new TextEncoder().encode(part);
  return length > 0 && length <= longestName && !part.includes("\0");
}
