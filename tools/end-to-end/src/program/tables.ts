type Row = readonly string[];

/**
 * A table in aligned plain text.
 *
 * @param numbers the columns that are aligned to the right, from 0
 */
export function textTable(rows: readonly Row[], numbers: readonly number[] = []): string {
  const all = aligned(rows, (cell, column, width) =>
    numbers.includes(column) ? cell.padStart(width) : cell.padEnd(width),
  );
  return all.map((row) => row.join("  ").trimEnd()).join("\n");
}

/** A table in Markdown, whose columns are aligned in the source, too. */
export function markdownTable(head: Row, rows: readonly Row[]): string {
  const [first = [], ...rest] = aligned([head, ...rows], (cell, _, width) => cell.padEnd(width));
  const rule = first.map((cell) => "-".repeat(cell.length));
  return [first, rule, ...rest].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function aligned(
  rows: readonly Row[],
  pad: (cell: string, column: number, width: number) => string,
): string[][] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => widths.map((width, column) => pad(row[column] ?? "", column, width)));
}
