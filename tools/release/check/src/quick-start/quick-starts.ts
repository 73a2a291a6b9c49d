import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Block, blocksOf } from "@refresh-once/readme-check/blocks";
import type { PackedPackage } from "../packed-package.ts";
import { withDatabase } from "./databases.ts";
import type { Projects } from "./projects.ts";
import { type Row, rows } from "./rows.ts";
import { runQuickStart } from "./run.ts";

/** From where pages and packages are taken, and where projects may be made. */
export interface Place {
  readonly root: string;
  readonly folder: string;
  /** Where everything is installed. */
  readonly everything: string;
  readonly packages: readonly PackedPackage[];
  readonly ranges: Readonly<Record<string, string>>;
}

/** A quick start, or a whole program, of a page: its first block of code under such a heading. */
export interface QuickStart {
  readonly page: string;
  readonly markdown: string;
  readonly block: Block;
}

const isRunnable = /^(Quick start|The whole program)/;

/** Every quick start of the root's page, those of the packages, and of `docs/`. */
export async function quickStartsOf(place: Place): Promise<QuickStart[]> {
  const folders = place.packages.map(({ name }) => name.replace("@refresh-once", "packages"));
  const docs = (await readdir(join(place.root, "docs"))).filter((name) => name.endsWith(".md"));
  const pages = [
    "README.md",
    ...folders.map((name) => `${name}/README.md`),
    ...docs.map((name) => `docs/${name}`),
  ];
  const all = pages.map(async (page) => {
    const markdown = await readFile(join(place.root, page), "utf8");
    const blocks = blocksOf(page, markdown).filter(({ heading }) => isRunnable.test(heading));
    const first = blocks.filter(
      ({ heading }, index) => blocks.findIndex((other) => other.heading === heading) === index,
    );
    return first.map((block) => ({ page, markdown, block }));
  });
  return (await Promise.all(all)).flat();
}

/** Quick starts without a row, and rows without a quick start. */
export function unmatched(quickStarts: readonly QuickStart[]): string[] {
  const isOf = (row: Row) => (one: QuickStart) => isRowOf(row, one);
  return [
    ...quickStarts
      .filter((one) => !rows.some((row) => isRowOf(row, one)))
      .map(({ block }) => `${block.at}: src/quick-start/rows.ts does not say how to run it`),
    ...rows
      .filter((row) => !quickStarts.some(isOf(row)))
      .map(({ page, heading }) => `${page}: it has no code under "${heading}"`),
  ];
}

function isRowOf(row: Row, { page, block }: QuickStart): boolean {
  return row.page === page && row.heading === block.heading;
}

/** Runs a quick start, in a folder of its own, where that is installed what its page says; `undefined` when there is no database. */
export async function tryQuickStart(
  place: Place,
  projects: Projects,
  one: QuickStart,
): Promise<string[] | undefined> {
  const row = rows.find((candidate) => isRowOf(candidate, one));
  if (!row) return [];
  let folder: string;
  try {
    folder = join(await projects.having(one.markdown), one.block.at.replaceAll(/\W/g, "-"));
  } catch (error) {
    return [`what the page installs cannot be installed: ${error}`];
  }
  return withDatabase(row.database, async (database) => {
    await using server = await serverOf(place);
    return await runQuickStart(row, one.block.code, { project: folder, server, database });
  });
}

/** Of the package as it is published. */
async function serverOf({ everything }: Place) {
  const load = createRequire(join(everything, "package.json"));
  const testing: typeof import("@refresh-once/testing") = load("@refresh-once/testing");
  return testing.startAuthorizationServer();
}
