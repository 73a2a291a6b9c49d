/** A code block of a page. */
export interface Block {
  /** Of the page, with its first line: where a reader finds it. */
  readonly at: string;
  /** The heading above it. */
  readonly heading: string;
  readonly code: string;
}

/**
 * The blocks of a Markdown page in one language; those of TypeScript are modules.
 *
 * @throws {Error} when a block has no end
 */
export function blocksOf(page: string, markdown: string, language = "ts"): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  let heading = "";
  for (let row = 0; row < lines.length; row++) {
    const line = lines[row] ?? "";
    if (line.startsWith("#")) heading = line.replace(/^#+ /, "");
    if (!line.startsWith("```")) continue;
    const at = `${page}:${row + 2}`;
    const end = lines.indexOf("```", row + 1);
    if (end < 0) throw new Error(`${at}: the code block has no end`);
    if (line === `\`\`\`${language}`)
      blocks.push({ at, heading, code: lines.slice(row + 1, end).join("\n") });
    row = end;
  }
  return blocks;
}

/** A quick start is to be read at a glance. */
const quickStartLimit = 12;

/** Quick starts that are too long, each as a line for the reader. */
export function tooLong(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ heading }) => /quick start/i.test(heading))
    .map(({ at, code }) => ({ at, size: code.split("\n").filter(Boolean).length }))
    .filter(({ size }) => size > quickStartLimit)
    .map(({ at, size }) => `${at}: a quick start of ${size} lines; at most ${quickStartLimit}`);
}
