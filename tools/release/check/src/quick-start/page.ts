/** What the first `npm install` of a page brings. */
export interface Installed {
  readonly siblings: readonly string[];
  readonly thirdParties: readonly string[];
}

/**
 * Reads the first `npm install` of a page. A comment behind it, `# or /fetch`, names packages to choose
 * from: they are all taken.
 */
export function installedBy(markdown: string): Installed {
  const [, line = ""] = /^npm install (.*)$/m.exec(markdown) ?? [];
  const [command = "", comment = ""] = line.split("#");
  const chosen = [...comment.matchAll(/\/([\w-]+)/g)].map(([, name]) => `@refresh-once/${name}`);
  const words = command.split(/\s+/).filter((word) => word !== "" && !word.startsWith("-"));
  const names = [...new Set([...words, ...chosen])];
  const isSibling = (name: string) => name.startsWith("@refresh-once/");
  return {
    siblings: names.filter(isSibling),
    thirdParties: names.filter((name) => !isSibling(name)),
  };
}
