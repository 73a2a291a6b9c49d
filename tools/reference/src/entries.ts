import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A module that users can import from a published package. */
export interface Entry {
  /** As it is imported, such as `@refresh-once/core/file`. */
  readonly name: string;
  /** The package that exports it, such as `@refresh-once/core`. */
  readonly package: string;
  /** The absolute path of its source. */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The absolute path of a file or folder of the repository. */
export function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** Finds the entries of all published packages, from the `exports` of their manifests. */
export function publishedEntries(): readonly Entry[] {
  const packages = readdirSync(pathOf("packages")).sort();
  return packages.flatMap((folder) => entriesOf(`packages/${folder}`));
}

function entriesOf(folder: string): readonly Entry[] {
  const manifest: Manifest = JSON.parse(readFileSync(pathOf(`${folder}/package.json`), "utf8"));
  if (manifest.private) return [];
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, conditions]) => {
    const source = sourceIn(conditions);
    if (source === undefined) return [];
    return [
      {
        name: manifest.name + subpath.slice(1),
        package: manifest.name,
        source: pathOf(`${folder}/${source}`),
      },
    ];
  });
}

/** The path under the condition for sources. `./package.json` has none. */
function sourceIn(conditions: unknown): string | undefined {
  if (typeof conditions !== "object" || conditions === null) return undefined;
  const source: unknown = Reflect.get(conditions, "@refresh-once/source");
  return typeof source === "string" ? source : undefined;
}
