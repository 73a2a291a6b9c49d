import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Block } from "./blocks.ts";

// Not by npx, which takes as long to start as the compiler.
const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
const workspace = fileURLToPath(new URL("..", import.meta.url));

/** Compiles each block as a user would, against the built packages; gives what the compiler says. */
export async function compile(blocks: readonly Block[]): Promise<string[]> {
  // Inside the workspace, so that the packages are found as in a user's project.
  const folder = await mkdtemp(join(workspace, "blocks-"));
  try {
    await cp(join(workspace, "fixtures"), folder, { recursive: true });
    await Promise.all(
      blocks.map(({ code }, index) =>
        writeFile(join(folder, `block-${index}.ts`), `${code}\nexport {};\n`),
      ),
    );
    const { stdout, status } = spawnSync(
      process.execPath,
      [tsc, "--pretty", "false", "-p", folder],
      {
        encoding: "utf8",
      },
    );
    const lines = stdout.split("\n").filter(Boolean);
    return status === 0 ? [] : lines.map((line) => placeInPage(line, blocks));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `block-3.ts(2,5)` is line 2 of a block that begins at some line of a page. */
function placeInPage(line: string, blocks: readonly Block[]): string {
  const [place, index, row] = /^.*?block-(\d+)\.ts\((\d+),\d+\)/.exec(line) ?? [];
  const block = blocks[Number(index)];
  if (!place || !block) return line;
  const [page, start] = block.at.split(":");
  return `${page}:${Number(start) + Number(row) - 1}${line.slice(place.length)}`;
}
