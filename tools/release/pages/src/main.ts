import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf, tooLong } from "./blocks.ts";
import { compile } from "./compile.ts";

const root = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));

/** Its clients are installed by tools/release/check alone, which compiles it. */
const compiledElsewhere = join("docs", "clients.md");

async function pagesIn(folder: string): Promise<string[]> {
  if (!existsSync(join(root, folder))) return [];
  const names = await readdir(join(root, folder));
  return names.filter((name) => name.endsWith(".md")).map((name) => join(folder, name));
}

const packages = (await readdir(join(root, "packages"))).map((name) => join("packages", name));
const pages = (await Promise.all([".", "docs", ...packages].map(pagesIn)))
  .flat()
  .filter((page) => page !== compiledElsewhere);
const blocks = (
  await Promise.all(
    pages.map(async (page) => blocksOf(page, await readFile(join(root, page), "utf8"))),
  )
).flat();
const complaints = [...tooLong(blocks), ...(await compile(blocks))];
for (const complaint of complaints) console.error(complaint);
console.log(
  `${blocks.length} code blocks of ${pages.length} pages: ${complaints.length} complaints`,
);
if (complaints.length > 0 || blocks.length === 0) process.exitCode = 1;
