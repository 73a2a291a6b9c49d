import { whySkipped } from "./browser/index.ts";
import { Lab } from "./campaign/index.ts";
import type { Command, Part } from "./flags.ts";
import { measureClosings } from "./parts/closings.ts";
import { measureStorms } from "./parts/storms.ts";
import { measureSuite } from "./parts/suite.ts";
import { type Findings, findingsText, writePage } from "./report/index.ts";

const measures: Readonly<Record<Part, typeof measureStorms>> = {
  suite: measureSuite,
  storms: measureStorms,
  closings: measureClosings,
};

/**
 * Runs the parts in each browser, and prints each as soon as it is known.
 *
 * @returns whether everything is as it should be
 */
export async function runCampaign({
  parts,
  browsers,
  expiries,
  isWritten,
}: Command): Promise<boolean> {
  const all: Findings[] = [];
  const versions: string[] = [];
  for (const browser of browsers) {
    const reason = whySkipped(browser);
    if (reason) {
      console.log(`Skipped: ${reason}`);
      continue;
    }
    for (const part of parts) {
      await using lab = await Lab.open(browser);
      if (part === parts[0]) versions.push(await lab.browser.version());
      const findings = await measures[part](lab, expiries);
      console.log(`\n${findingsText(findings)}`);
      all.push(findings);
    }
  }
  if (isWritten) await writePage({ findings: all, versions, expiries });
  return all.every(({ rows }) => rows.every(({ isMet }) => isMet));
}
