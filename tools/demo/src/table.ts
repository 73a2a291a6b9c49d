import type { ProviderResult } from "./result.ts";

interface Column {
  readonly title: string;
  cell(result: ProviderResult): string;
}

const columns: readonly Column[] = [
  { title: "provider", cell: ({ provider }) => provider },
  { title: "requests", cell: ({ requests }) => grouped(requests) },
  { title: "401s", cell: ({ unauthorized }) => grouped(unauthorized) },
  { title: "expiries", cell: ({ expiries }) => grouped(expiries) },
  { title: "refreshes", cell: ({ refreshes }) => grouped(refreshes) },
  { title: "reuse", cell: ({ reuses }) => grouped(reuses) },
  { title: "failed", cell: ({ failed }) => grouped(failed) },
  { title: "slowest", cell: ({ slowest }) => `${grouped(Math.ceil(slowest))} ms` },
];

/** A row for each provider, in aligned plain text. */
export function formatTable(results: readonly ProviderResult[]): string {
  const rows = [
    columns.map(({ title }) => title),
    ...results.map((result) => columns.map(({ cell }) => cell(result))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) => aligned(row, widths)).join("\n");
}

function aligned(row: readonly string[], widths: readonly number[]): string {
  const [first = "", ...numbers] = row;
  const [firstWidth = 0, ...numberWidths] = widths;
  return [
    first.padEnd(firstWidth),
    ...numbers.map((text, index) => text.padStart(numberWidths[index] ?? 0)),
  ].join("  ");
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
