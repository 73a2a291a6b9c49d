import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Findings } from "../subject.ts";
import { shortfalls } from "./shortfalls.ts";

/** One subject's part, as it is printed. */
export function findingsText({ title, text }: Findings): string {
  return `## ${title}\n\n${text}`;
}

/** What was to be reached; empty where nothing was. */
export function targetsText(all: readonly Findings[]): string {
  const rows = all
    .flatMap(({ targets }) => targets)
    .map(({ what, target, measured, isMet }) => [
      what,
      target,
      measured,
      isMet ? "met" : "not met",
    ]);
  if (rows.length === 0) return "";
  return `## Targets\n\n${markdownTable(["what", "target", "measured", ""], rows)}`;
}

/** The whole page of the documentation. */
export function page(about: string, all: readonly Findings[]): string {
  const parts = all.map((findings) => [findingsText(findings), ...pictures(findings)].join("\n\n"));
  return `# Benchmarks

What this project costs beside what one would take instead. All of it is from one run of
\`npm run bench -- --write\`, and each contender is used as its README says. Another machine has other figures; the
ratios are what to look at.

${about}

${[targetsText(all), shortfalls.trim(), ...parts].filter(Boolean).join("\n\n")}
`;
}

function pictures({ charts }: Findings): string[] {
  return charts.map(({ name, title }) => `![${title}](benchmarks/${name}.svg)`);
}
