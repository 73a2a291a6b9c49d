import { type Block, blocksOf } from "./blocks.ts";

/** The code blocks in the TSDoc of a source file, with their places in that file. */
export function examplesOf(path: string, source: string): Block[] {
  return blocksOf(path, docLines(source).join("\n"));
}

/** Examples without a code block, which nothing would compile, each as a line for the reader. */
export function notInBlocks(path: string, source: string): string[] {
  const lines = docLines(source);
  return [...lines.entries()]
    .filter(([row, line]) => line.startsWith("@example") && lines[row + 1] !== "```ts")
    .map(([row]) => `${path}:${row + 1}: the line after @example must be \`\`\`ts`);
}

/** The lines of a source file without the stars of its doc comments; lines of code are empty. */
function docLines(source: string): string[] {
  let isDoc = false;
  return source.split("\n").map((line) => {
    isDoc ||= /^\s*\/\*\*/.test(line);
    const text = isDoc ? line.replace(/^\s*\/?\*+(?: |$)/, "") : "";
    isDoc &&= !line.includes("*/");
    return text;
  });
}
