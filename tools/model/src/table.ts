import { textTable } from "@refresh-once/end-to-end/program";
import { isAsItMustBe } from "./all.ts";
import type { Finding } from "./spin.ts";

const titles = ["property", "checked", "states", "time", "verdict"];
const numbers = [titles.indexOf("states"), titles.indexOf("time")];

/** A row for each finding. */
export function formatTable(findings: readonly Finding[]): string {
  return textTable([titles, ...findings.map(rowOf)], numbers);
}

function rowOf(finding: Finding): readonly string[] {
  const { run, states, took } = finding;
  return [
    run.properties.join(", "),
    (run.kind ? `${run.kind}: ` : "") + run.title,
    states.toLocaleString("en"),
    `${(took / 1_000).toFixed(1)} s`,
    verdict(finding),
  ];
}

function verdict(finding: Finding): string {
  const { run, violated } = finding;
  if (isAsItMustBe(finding)) return run.kind ? "found, as it must be" : "holds";
  return run.kind ? `NOT FOUND: ${violated ?? "no violation"}` : `VIOLATED: ${violated}`;
}
