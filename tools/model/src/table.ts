import { isAsItMustBe } from "./all.ts";
import type { Finding } from "./spin.ts";

/** A row for each finding, in aligned plain text. */
export function formatTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { run, states, took } = finding;
    return [
      run.properties.join(", "),
      (run.kind ? `${run.kind}: ` : "") + run.title,
      states.toLocaleString("en"),
      `${(took / 1_000).toFixed(1)} s`,
      verdict(finding),
    ];
  });
  const all = [["property", "checked", "states", "time", "verdict"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all.map((row) => aligned(row, widths)).join("\n");
}

function verdict(finding: Finding): string {
  const { run, violated } = finding;
  if (isAsItMustBe(finding)) return run.kind ? "found, as it must be" : "holds";
  return run.kind ? `NOT FOUND: ${violated ?? "no violation"}` : `VIOLATED: ${violated}`;
}

/** Numbers are aligned to the right. */
function aligned(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
    })
    .join("  ")
    .trimEnd();
}
