import { type Block, blocksOf } from "@refresh-once/readme-check/blocks";

/** `docs/clients.md`: what it installs, and the programs in it. */
export interface ClientPage {
  /** Exact versions of third parties, as its table has them: `ky@2.1.0`. */
  readonly versions: Readonly<Record<string, string>>;
  /** All its blocks: a snippet for each client, and what they import. */
  readonly modules: readonly Module[];
  /** The snippets of the clients. */
  readonly clients: readonly Module[];
  /** Commands that generate code, without `npx`. */
  readonly generators: readonly (readonly string[])[];
  /** Links of the table that lead to no snippet. */
  readonly withoutSnippet: readonly string[];
}

/** A block of the page, in a file of its own. */
export interface Module {
  readonly heading: string;
  /** Without `.ts`: from a comment in the first line, or else from the heading. */
  readonly name: string;
  readonly code: string;
}

/** Reads the page. A client's snippet is the block that is named after its heading. */
export function clientPageOf(page: string, markdown: string): ClientPage {
  const modules = blocksOf(page, markdown).map(moduleOf);
  const clients = modules.filter(({ name, heading }) => name === slugOf(heading));
  const pinned = [...markdown.matchAll(/`((?:@[\w-]+\/)?[\w-]+)@(\d[\w.-]*)`/g)];
  const links = [...markdown.matchAll(/^\| \[.*?\]\(#([\w-]+)\)/gm)].map(([, slug = ""]) => slug);
  return {
    versions: Object.fromEntries(pinned.map(([, name, version]) => [name, version])),
    modules,
    clients,
    generators: blocksOf(page, markdown, "sh").map(({ code }) => code.split(/\s+/).slice(1)),
    withoutSnippet: links.filter((slug) => !clients.some(({ name }) => name === slug)),
  };
}

function moduleOf({ heading, code }: Block): Module {
  const [, file] = /^\/\/ ([\w.-]+)\.ts\n/.exec(code) ?? [];
  return { heading, name: file ?? slugOf(heading), code };
}

/** As a link to the heading has it. */
function slugOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/\W+/g, "-");
}
