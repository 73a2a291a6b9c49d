import { type BrowserName, whySkipped } from "./browser/index.ts";
import { Lab } from "./campaign/index.ts";
import type { Command, PartName } from "./flags.ts";
import { parts } from "./parts/index.ts";
import { type Findings, type Row, rowText, writePage } from "./report/index.ts";

/**
 * Runs the parts in each browser, and prints each row as soon as it is known.
 *
 * @returns whether everything is as it should be
 */
export async function runCampaign(command: Command): Promise<boolean> {
  const all: Findings[] = [];
  for (const browser of command.browsers) {
    const reason = whySkipped(browser);
    if (reason) console.log(`Skipped: ${reason}`);
    else for (const name of command.parts) all.push(await runPart(name, browser, command));
  }
  if (command.isWritten) await writePage(all);
  return all.every(({ rows }) => rows.every(({ isMet }) => isMet));
}

/** Each part has a browser of its own, with a new profile. */
async function runPart(
  name: PartName,
  browser: BrowserName,
  { expiries }: Command,
): Promise<Findings> {
  const { title, head, rows: measure } = parts[name];
  await using lab = await Lab.open(browser);
  const where = await lab.browser.version();
  console.log(`\n## ${title}, ${where}\n${head.join(" | ")}`);
  const rows: Row[] = [];
  for await (const row of measure(lab, expiries)) {
    console.log(rowText(row));
    rows.push(row);
  }
  return { title, where, head, rows };
}
