import { readFile } from "node:fs/promises";
import { blocksOf } from "@refresh-once/readme-check/blocks";
import { expect, test } from "vitest";

const page = "docs/react.md";
const example = new URL("..", import.meta.url);

test(`the code on ${page} is part of the example's files`, async () => {
  const markdown = await readFile(new URL(`../../${page}`, example), "utf8");
  const blocks = ["ts", "tsx"].flatMap((language) => blocksOf(page, markdown, language));
  expect(blocks.length).toBeGreaterThan(0);
  for (const { at, code } of blocks) {
    const [comment = "", ...lines] = code.split("\n");
    const file = await readFile(new URL(comment.replace("// ", ""), example), "utf8");
    expect(file, at).toContain(lines.join("\n"));
  }
});
