import { readdir, readFile } from "node:fs/promises";

/** What the comment of a preset says. */
export interface PresetComment {
  /** The description, as one paragraph. */
  readonly text: string;
  /** Where the facts are from, as Markdown. */
  readonly sources: readonly string[];
}

const folder = new URL("../../../../../packages/providers/src/presets/", import.meta.url);

/** The comments of all presets, by their names. */
export async function presetComments(): Promise<ReadonlyMap<string, PresetComment>> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  return new Map(texts.flatMap(commentsIn));
}

function commentsIn(source: string): (readonly [string, PresetComment])[] {
  const found = source.matchAll(/\/\*\*((?:(?!\*\/).)*?)\*\/\nexport const (\w+) =/gs);
  return [...found].map(([, comment = "", name = ""]) => [name, read(comment)] as const);
}

/** Splits a comment into its description and its `@see` tags. */
function read(comment: string): PresetComment {
  const text = comment.replace(/^ *\* ?/gm, "").trim();
  const [description = "", ...tags] = text.split(/^(?=@)/m);
  const seen = tags.filter((tag) => tag.startsWith("@see "));
  return {
    text: description.trim().replaceAll(/\s*\n\s*/g, " "),
    sources: seen.map((tag) => asMarkdown(tag.slice("@see ".length).trim())),
  };
}

function asMarkdown(source: string): string {
  const link = source.replace(/\{@link (\S+) ([^}]+)\}/, "[$2]($1)");
  return link.replaceAll(/\s*\n\s*/g, " ");
}
