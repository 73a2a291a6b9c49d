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
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** A table, in Markdown. */
export function tableOf({ head, rows }: Findings): string {
  return markdownTable(
    head,
    rows.map(({ cells }) => cells),
  );
}

/** The findings with their errors, as they are printed. */
export function findingsText(findings: Findings): string {
  const errors = findings.rows.flatMap((row) => errorsOf(row));
  return [`## ${findings.title}`, "", tableOf(findings), ...errors].join("\n");
}

/** Each error once, with its number. */
function errorsOf({ cells, errors }: Row): readonly string[] {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(error, (counts.get(error) ?? 0) + 1);
  return [...counts].map(
    ([error, count]) => `${cells.slice(0, 3).join(", ")}: ${count} × ${error}`,
  );
}
