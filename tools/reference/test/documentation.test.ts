import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readDocumentation } from "../src/documentation.ts";
import { pathOf, publishedEntries } from "../src/entries.ts";

test("users find a comment at every exported name and its members, and an example at every entry", async () => {
  const entries = publishedEntries();
  expect(entries.map(({ name }) => name)).toContain("@refresh-once/core/file");
  const tsconfig = pathOf("tools/reference/tsconfig.packages.json");
  const { problems } = await readDocumentation({ entries, tsconfig });
  expect(problems).toEqual([]);
});

describe("the documentation of an entry", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "refresh-once-reference-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function documentationOf(text: string) {
    const tsconfig = join(folder, "tsconfig.json");
    const source = join(folder, "index.ts");
    const entry = { name: "some/entry", package: "some", source };
    await writeFile(source, text);
    await writeFile(join(folder, "package.json"), '{ "name": "some" }');
    await writeFile(
      tsconfig,
      '{ "compilerOptions": { "lib": ["ES5"], "types": [] }, "include": ["index.ts"] }',
    );
    return readDocumentation({ entries: [entry], tsconfig });
  }

  /** The names that the problems begin with, without the entry. */
  function namesIn(problems: readonly string[]): readonly (string | undefined)[] {
    return problems.map((problem) => /^some\/entry\.([\w.]+)/.exec(problem)?.[1]).sort();
  }

  const documented = `/**
 * Runs.
 *
 * @example
 * run();
 */
export function run() {}
`;

  test("has no problem if its export has a comment and an example", async () => {
    expect((await documentationOf(documented)).problems).toEqual([]);
  });

  test("names each export without a comment", async () => {
    const { problems } = await documentationOf(`${documented}
export function call() {}
export interface Options {}
export type Name = string;
export class Store {}
export const limit = 1;`);
    expect(namesIn(problems)).toEqual(["Name", "Options", "Store", "call", "limit"]);
  });

  test("names each member without a comment", async () => {
    const { problems } = await documentationOf(`${documented}
/** Options. */
export interface Options { size: number; onEnd(): void }
/** Keeps records. */
export class Store { constructor(size: number) {} get size() { return 1; } }`);
    expect(namesIn(problems)).toEqual([
      ...["Options.onEnd", "Options.size", "Store.constructor", "Store.size"],
    ]);
  });

  test("names an entry without an example", async () => {
    const { problems } = await documentationOf("/** Runs. */\nexport function run() {}");
    expect(problems).toEqual([expect.stringMatching(/^some\/entry has no @example/)]);
  });

  test("names a link that leads nowhere", async () => {
    const { problems } = await documentationOf(
      `${documented}/** See {@link missing}. */\nexport const limit = 1;`,
    );
    expect(problems).toEqual([expect.stringContaining("missing")]);
  });

  test("becomes a page under the name of the entry", async () => {
    const { write } = await documentationOf(documented);
    await write(join(folder, "pages"));
    const page = await readFile(join(folder, "pages", "index.html"), "utf8");
    expect(page).toContain("some/entry");
  });
});
