import { mkdir, writeFile } from "node:fs/promises";
import type { Findings } from "../subject.ts";
import { page } from "./page.ts";
import { svgBars } from "./svg-bars.ts";

const docs = new URL("../../../../docs/", import.meta.url);

/** Writes `docs/benchmarks.md` and its pictures. */
export async function writePage(about: string, all: readonly Findings[]): Promise<void> {
  await mkdir(new URL("benchmarks/", docs), { recursive: true });
  for (const chart of all.flatMap(({ charts }) => charts)) {
    await writeFile(new URL(`benchmarks/${chart.name}.svg`, docs), svgBars(chart));
  }
  await writeFile(new URL("benchmarks.md", docs), page(about, all));
}
