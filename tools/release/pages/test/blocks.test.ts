import { expect, test } from "vitest";
import { blocksOf, tooLong } from "../src/blocks.ts";
import { compile } from "../src/compile.ts";
import { examplesOf } from "../src/examples.ts";

const page = (code: string) => `# A page\n\n## Quick start\n\n\`\`\`ts\n${code}\n\`\`\`\n`;

test("a block is found with its place and its heading; other languages are left alone", () => {
  const markdown = `${page("const a = 1;")}\n\`\`\`sh\n# npm ci\n\`\`\`\n`;
  expect(blocksOf("a.md", markdown)).toEqual([
    { at: "a.md:6", heading: "Quick start", code: "const a = 1;" },
  ]);
});

test("a block without an end is an error", () => {
  expect(() => blocksOf("a.md", "```ts\nconst a = 1;")).toThrow("a.md:2");
});

test("a quick start of 13 lines is too long", () => {
  const blocks = blocksOf("a.md", page(Array(13).fill("void 0;").join("\n")));
  expect(tooLong(blocks)).toEqual(["a.md:6: a quick start of 13 lines; at most 12"]);
});

test("a block that does not compile, and a wrong option in an example, are told by their lines", async () => {
  const example = [
    "/**",
    " * @example",
    " * ```ts",
    " * declare function store(options: { key: string }): void;",
    ' * store({ kye: "oro" });',
    " * ```",
    " */",
  ].join("\n");
  // One run of the compiler for both: starting it takes most of the time.
  const wrong = await compile([
    ...blocksOf("a.md", page('\nconst a: number = "1";')),
    ...examplesOf("a.ts", example),
  ]);
  expect(wrong).toEqual([
    expect.stringMatching(/^a\.md:7.*TS2322/),
    expect.stringMatching(/^a\.ts:5.*TS2353.*'kye'/),
  ]);
});
