import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tarball } from "@refresh-once/packed";
import { type Manifest, manifestIn } from "./manifest.ts";

/** A tarball, and what it became when it was installed. */
export interface PackedPackage extends Tarball {
  readonly manifest: Manifest;
  /** The text of one of its files. */
  text(file: string): Promise<string>;
}

/** A package of a tarball that has been installed in a project. */
export async function packedPackage(tarball: Tarball, project: string): Promise<PackedPackage> {
  const folder = join(project, "node_modules", tarball.name);
  const text = (file: string) => readFile(join(folder, file), "utf8");
  return { ...tarball, manifest: await manifestIn(folder), text };
}

/** What users import of some packages: `@refresh-once/core/file`. */
export function entriesOf(packages: readonly PackedPackage[]): string[] {
  return packages.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports ?? {}).map((entry) => name + entry.slice(1)),
  );
}
