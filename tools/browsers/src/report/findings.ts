import { markdownTable } from "@refresh-once/end-to-end/program";

/** One row of a table. */
export interface Row {
  readonly cells: readonly string[];
  /** Whether the result is as good as it can be. */
  readonly isMet: boolean;
  /** Errors of this row; they are printed below the table, and not written. */
  readonly errors: readonly string[];
}

/** The results of one part in one browser. */
export interface Findings {
  readonly title: string;
  /** The browser and its version. */
  readonly where: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** The cells of a row in one line, with each of its errors once. */
export function rowText({ cells, errors }: Row): string {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(error, (counts.get(error) ?? 0) + 1);
  return [
    cells.join(" | "),
    ...[...counts].map(([error, count]) => `    ${count} × ${error}`),
  ].join("\n");
}

/** The table of a part, in Markdown. */
export function tableOf({ head, rows }: Findings): string {
  return markdownTable(
    head,
    rows.map(({ cells }) => cells),
  );
}
