import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { type Findings, tableOf } from "./findings.ts";

/** Writes `docs/browsers.md`. */
export async function writePage(all: readonly Findings[], expiries: number): Promise<void> {
  await writeFile(new URL("../../../../docs/browsers.md", import.meta.url), pageOf(all, expiries));
}

/** The page, in Markdown. */
export function pageOf(all: readonly Findings[], expiries: number): string {
  return `TODO ${expiries} ${cpus().length} ${all.map(tableOf).join()}`;
}
