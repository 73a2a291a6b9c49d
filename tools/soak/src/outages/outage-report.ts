import { grouped } from "../kills/progress.ts";
import { withCodes } from "../kills/report.ts";
import type { OutageWatch } from "./outage-watch.ts";
import { type Summary, summarize } from "./summary.ts";

const titles = [
  "outage",
  "outages",
  "refreshes",
  "back within",
  "logins lost",
  "sends",
  "failed calls",
];

/** What is printed at the end. */
export function formatOutages({ cycles, requests, problems, ledger }: OutageWatch): string {
  const table = [titles, ...summarize(cycles).map(rowOf)];
  const widths = titles.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const { refreshes, reuses, needless } = ledger.counts;
  const counts = `${grouped(requests)} requests, ${grouped(refreshes)} refreshes, ${needless} needless, ${reuses} reuse events`;
  return ["", ...lines, "", counts, verdictOn(problems)].join("\n");
}

function rowOf({ kind, outages, refreshes, sends, backWithin, lost, failed }: Summary): string[] {
  const counts = [grouped(outages), grouped(refreshes), `${grouped(backWithin)} ms`, grouped(lost)];
  return [kind, ...counts, withCodes(sends), withCodes(failed)];
}

function verdictOn(problems: readonly string[]): string {
  if (problems.length === 0) return "No login was lost, and every account came back.";
  return problems.map((problem) => `FAILED ${problem}`).join("\n");
}
