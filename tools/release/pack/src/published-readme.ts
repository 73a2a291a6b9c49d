import { stat } from "node:fs/promises";
import { join, posix } from "node:path";

/** A package whose README is published. */
export interface PageOfPackage {
  /** The folder of this repository. */
  readonly root: string;
  /** Of the package, from there: `packages/core`. */
  readonly folder: string;
  readonly version: string;
  readonly repository: string | undefined;
}

/** A link to a file or folder: its text, where it leads, and what is behind a `#`. */
const relativeLink = /\[([^\]]+)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)/g;

/** A block of code, in which brackets are no links. */
const codeBlock = /^(```.*?^```$)/ms;

/**
 * The README of a package for those who read it without the repository around it: relative links lead to
 * the repository, at the version that is published. Without a repository, only their text is left. A link
 * that leads nowhere stays as it is, so that a check of the tarball finds it.
 */
export async function publishedReadme(markdown: string, page: PageOfPackage): Promise<string> {
  const parts = markdown.split(codeBlock).map((part) => {
    return part.startsWith("```") ? part : withLinks(part, page);
  });
  return (await Promise.all(parts)).join("");
}

async function withLinks(markdown: string, page: PageOfPackage): Promise<string> {
  const targets = [...markdown.matchAll(relativeLink)].map(([, , path = ""]) =>
    targetOf(path, page),
  );
  const resolved = (await Promise.all(targets)).values();
  return markdown.replace(relativeLink, (_, text: string, _path, fragment = "") => {
    const target = resolved.next().value;
    return target ? `[${text}](${target}${fragment})` : text;
  });
}

async function targetOf(
  path: string,
  { root, folder, version, repository }: PageOfPackage,
): Promise<string | undefined> {
  const target = posix.join(folder, path).replace(/\/$/, "");
  const found = await stat(join(root, target)).catch(() => undefined);
  if (!found) return path;
  const view = found.isDirectory() ? "tree" : "blob";
  return repository && `${repository}/${view}/v${version}/${target}`;
}
