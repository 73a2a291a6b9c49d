import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf, tooLong } from "./blocks.ts";
import { compile } from "./compile.ts";
import { examplesOf, notInBlocks } from "./examples.ts";

const root = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));

/** Its clients are installed by tools/release/check alone, which compiles it. */
const compiledElsewhere = join("docs", "clients.md");

/** A page or a source file, with its path in the repository. */
interface TextFile {
  readonly path: string;
  readonly text: string;
}

async function filesIn(folder: string, extension: string, recursive = false): Promise<TextFile[]> {
  if (!existsSync(join(root, folder))) return [];
  const names = await readdir(join(root, folder), { recursive });
  const paths = names.filter((name) => name.endsWith(extension)).map((name) => join(folder, name));
  return Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
  );
}

const packages = (await readdir(join(root, "packages"))).map((name) => join("packages", name));
const pages = (
  await Promise.all([".", "docs", ...packages].map((folder) => filesIn(folder, ".md")))
)
  .flat()
  .filter(({ path }) => path !== compiledElsewhere);
const sources = (
  await Promise.all(packages.map((folder) => filesIn(join(folder, "src"), ".ts", true)))
).flat();

const blocks = pages.flatMap(({ path, text }) => blocksOf(path, text));
const examples = sources.flatMap(({ path, text }) => examplesOf(path, text));
const complaints = [
  ...tooLong(blocks),
  ...sources.flatMap(({ path, text }) => notInBlocks(path, text)),
  ...(await compile([...blocks, ...examples])),
];
for (const complaint of complaints) console.error(complaint);
console.log(
  `${blocks.length} code blocks of ${pages.length} pages, ${examples.length} examples of TSDoc: ` +
    `${complaints.length} complaints`,
);
if (complaints.length > 0 || blocks.length === 0 || examples.length === 0) process.exitCode = 1;
