import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./npm.ts";
import { repositoryOf } from "./repository.ts";
import { stagePackage } from "./staged-package.ts";
import type { Tarball } from "./tarball.ts";
import { workspace } from "./workspace.ts";

/**
 * Packs every package of `packages/`, as it is built now, into a folder: a temporary one when none is given.
 * If the root's `package.json` has a `repository`, the packages name it, and their pages link to it.
 *
 * The folder is the caller's to remove.
 *
 * @throws {Error} when npm cannot pack one, or one is not built
 */
export async function packPackages(folder?: string): Promise<readonly Tarball[]> {
  const target = folder ?? (await mkdtemp(join(tmpdir(), "refresh-once-packed-")));
  const staging = await mkdtemp(join(tmpdir(), "refresh-once-staging-"));
  try {
    const repository = await repositoryOf(workspace);
    const names = await readdir(join(workspace, "packages"));
    for (const name of names)
      await stagePackage(workspace, `packages/${name}`, join(staging, name), repository);
    const printed = await npm(staging, [
      "pack",
      "--json",
      "--ignore-scripts",
      `--pack-destination=${target}`,
      ...names.map((name) => `./${name}`),
    ]);
    return packedOf(printed).map((packed) => tarballOf(packed, target));
  } finally {
    await rm(staging, { recursive: true });
  }
}

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function packedOf(printed: string): readonly Packed[] {
  return JSON.parse(printed);
}

function tarballOf({ name, version, filename, files }: Packed, folder: string): Tarball {
  const paths = files.map(({ path }) => path);
  if (!paths.some((path) => path.startsWith("dist/")))
    throw new Error(`${name} is not built: run npx nx run-many -t build`);
  return { name, version, path: join(folder, filename), files: paths };
}
