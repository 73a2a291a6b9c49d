import { posix } from "node:path";
import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

export const sourceMaps: Rule = {
  holds:
    "every file of dist has a map, and every map has its sources or leads to those of the tarball",
  async violations(packages) {
    const all = packages.flatMap((one) =>
      one.files
        .filter((file) => /\.(?:c?js|d\.c?ts)$/.test(file))
        .map((file) => complaintsOf(one, file)),
    );
    return (await Promise.all(all)).flat();
  },
};

interface SourceMap {
  readonly sourceRoot?: string;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

async function complaintsOf({ name, files, text }: PackedPackage, file: string): Promise<string[]> {
  const mapped = /^\/\/# sourceMappingURL=(.+)$/m.exec(await text(file))?.[1];
  if (mapped === undefined) return [`${name}: ${file} names no map`];
  const map = posix.join(posix.dirname(file), mapped);
  if (!files.includes(map))
    return [`${name}: the map of ${file}, ${mapped}, is not in the tarball`];
  const { sources, sourceRoot = "", sourcesContent = [] }: SourceMap = JSON.parse(await text(map));
  return sources
    .filter((_, index) => !sourcesContent[index])
    .map((source) => posix.join(posix.dirname(map), sourceRoot, source))
    .filter((source) => !files.includes(source))
    .map((source) => `${name}: ${map} leads to ${source}, which is not in the tarball`);
}
