import { expect, test } from "vitest";
import { examplesOf, notInBlocks } from "../src/examples.ts";

const source = (example: string) => `import { open } from "node:fs";

/**
 * Opens a store.
 *
 * @example
${example.replaceAll(/^/gm, " * ")}
 *
 * @throws {TypeError} if the key is empty
 */
export function store(options: { key: string }) {}
`;

const block = (code: string) => source(`\`\`\`ts\n${code}\n\`\`\``);

test("an example is found with its place in the source, and keeps its indentation", () => {
  const code = "if (true) {\n  store();\n}";
  expect(examplesOf("a.ts", block(code))).toEqual([{ at: "a.ts:8", heading: "", code }]);
});

test("code outside of comments is no example", () => {
  expect(
    examplesOf("a.ts", "/** A text. */\nconst text = `\n```ts\nconst a = 1;\n```\n`;"),
  ).toEqual([]);
});

test("an example in a block is in order, and one without a block is told by its line", () => {
  expect(notInBlocks("a.ts", block("store();"))).toEqual([]);
  expect(notInBlocks("a.ts", source("store();"))).toEqual([
    "a.ts:6: the line after @example must be ```ts",
  ]);
});
