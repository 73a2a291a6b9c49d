import { markdownTable } from "@refresh-once/end-to-end/program";
import type { Findings } from "../subject.ts";
import { shortfallsText } from "./shortfalls.ts";

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
  const reasons = shortfallsText(all.flatMap(({ targets }) => targets));
  return `# Benchmarks

What refresh-once costs, compared with the alternatives. All figures are from one run of \`npm run bench -- --write\`. Each
alternative is used as its README says. Another machine gives other figures, so look at the ratios.

"Bare" is the HTTP client without any token handling. "By hand" is an interceptor as many projects write it. P1 to P10 are the
[properties](../CONTRIBUTING.md#the-properties) of this project.

${about}

${[targetsText(all), reasons, ...parts].filter(Boolean).join("\n\n")}
`;
}

function pictures({ charts }: Findings): string[] {
  return charts.map(({ name, title }) => `![${title}](benchmarks/${name}.svg)`);
}
