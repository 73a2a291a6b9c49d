import { writeFile } from "node:fs/promises";
import { type Findings, tableOf } from "./findings.ts";

/** What the page reports. */
export interface Report {
  readonly findings: readonly Findings[];
  /** Versions of the browsers. */
  readonly versions: readonly string[];
  readonly expiries: number;
}

/** Writes `docs/browsers.md`. */
export async function writePage(report: Report): Promise<void> {
  await writeFile(new URL("../../../../docs/browsers.md", import.meta.url), pageOf(report));
}

/** The page, in Markdown. */
export function pageOf({ findings, versions, expiries }: Report): string {
  const tables = findings.map((part) => `## ${part.title}\n\n${tableOf(part)}`);
  return `# Browsers

TODO ${versions.join(", ")} ${expiries}

${tables.join("\n\n")}
`;
}
