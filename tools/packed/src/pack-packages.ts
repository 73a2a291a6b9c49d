import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./npm.ts";
import type { Tarball } from "./tarball.ts";
import { workspace } from "./workspace.ts";

/**
 * Packs every package of `packages/`, as it is built now, into a folder: a temporary one when none is given.
 *
 * The folder is the caller's to remove.
 *
 * @throws {Error} when npm cannot pack one, or one is not built
 */
export async function packPackages(folder?: string): Promise<readonly Tarball[]> {
  const target = folder ?? (await mkdtemp(join(tmpdir(), "refresh-once-packed-")));
  const names = await readdir(join(workspace, "packages"));
  const flags = names.map((name) => `--workspace=packages/${name}`);
  const printed = await npm(workspace, [
    "pack",
    "--json",
    "--ignore-scripts",
    `--pack-destination=${target}`,
    ...flags,
  ]);
  return packedOf(printed).map((packed) => tarballOf(packed, target));
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
