import { writeFile } from "node:fs/promises";
import type { Findings } from "./findings.ts";
import { pageOf } from "./page.ts";

/** Writes `docs/browsers.md`. */
export async function writePage(all: readonly Findings[]): Promise<void> {
  await writeFile(new URL("../../../../docs/browsers.md", import.meta.url), pageOf(all));
}
