import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { blocksOf } from "../src/blocks.ts";

const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
const workspace = fileURLToPath(new URL("..", import.meta.url));
const name = "docs/testing-your-code.md";
const page = new URL(`../../../../${name}`, import.meta.url);

/** Runs test files by Vitest in a folder, and gives what it has printed; if they fail, that is in its error. */
async function runVitest(folder: string): Promise<string> {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const flags = ["run", "--root", folder, "--config", join(workspace, "vitest.config.ts")];
  const env = { ...inherited, NO_COLOR: "1" };
  return (await promisify(execFile)(process.execPath, [vitest, ...flags], { cwd: workspace, env }))
    .stdout;
}

test(`The tests in ${name} for Vitest, nock and msw pass as they stand there`, async () => {
  const blocks = blocksOf(name, await readFile(page, "utf8"));
  const tests = blocks.filter(({ code }) => code.includes('from "vitest"'));
  // Inside the workspace, so that the packages are found as in a user's project.
  const folder = await mkdtemp(join(workspace, "blocks-"));
  try {
    await mkdir(join(folder, "test"));
    for (const [index, { code }] of tests.entries())
      await writeFile(join(folder, "test", `block-${index}.test.ts`), code);
    expect(await runVitest(folder)).toMatch(/Tests +3 passed \(3\)/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
