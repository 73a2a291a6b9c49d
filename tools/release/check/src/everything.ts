import { join } from "node:path";
import { installProject, type Tarball } from "@refresh-once/packed";
import { manifestIn } from "./manifest.ts";
import { type PackedPackage, packedPackage } from "./packed-package.ts";

/** A project of a user who has everything: for CommonJS, for types, and to read what was installed. */
export interface Everything {
  readonly folder: string;
  readonly packages: readonly PackedPackage[];
}

/** Third parties that our packages are used with. */
export const clients: readonly string[] = [
  "axios",
  "ioredis",
  "openapi-fetch",
  "pg",
  "pino",
  "prom-client",
  "redis",
];

/** What users add by themselves: those, and the types of what has none. */
const wanted = [...clients, "@types/node", "@types/pg"];

/** Installs all tarballs into one project of CommonJS. */
export async function installEverything(
  folder: string,
  tarballs: readonly Tarball[],
  ranges: Readonly<Record<string, string>>,
): Promise<Everything> {
  const dependencies = Object.fromEntries(wanted.map((name) => [name, ranges[name] ?? "*"]));
  await installProject(folder, { tarballs, dependencies, type: "commonjs" });
  const packages = await Promise.all(tarballs.map((tarball) => packedPackage(tarball, folder)));
  return { folder, packages };
}

/**
 * The ranges of third parties: a package's own, where it has one, else those that it, or the check of the
 * pages, is developed with.
 */
export async function thirdParties(root: string, folders: readonly string[]) {
  const pages = join(root, "tools/release/pages");
  const manifests = await Promise.all(
    [root, pages, ...folders.map((name) => join(root, "packages", name))].map(manifestIn),
  );
  const developed = manifests.map(({ devDependencies }) => devDependencies);
  const peers = manifests.map(({ peerDependencies }) => peerDependencies);
  const ranges: Record<string, string> = Object.assign({}, ...developed, ...peers);
  return ranges;
}
