import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

/** What a link of Markdown leads to, unless that is an address or a heading of the page. */
const relativeLink = /\[[^\]]+\]\((?![a-z]+:|#)([^)\s#]+)[^)]*\)/g;
const codeBlock = /^```.*?^```$/gms;

/** On the registry's page and in an installed package there is no repository around a page. */
export const links: Rule = {
  holds: "every link of a package's page leads to an address or to a file of the tarball",
  violations: async (packages) => (await Promise.all(packages.map(deadLinks))).flat(),
};

async function deadLinks({ name, files, text }: PackedPackage): Promise<string[]> {
  const page = (await text("README.md")).replaceAll(codeBlock, "");
  return [...page.matchAll(relativeLink)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => !files.includes(path.replace(/^\.\//, "")))
    .map((path) => `${name}: README.md links to ${path}, which is not in the tarball`);
}
