import { join } from "node:path";
import { installProject } from "@refresh-once/packed";

/**
 * One of each minor version that users may have, the oldest first. They are installed when they are
 * needed, outside of the workspace: there, each would put its own `tsc` in the place of ours.
 */
export const compilers = [
  "5.4.5",
  "5.5.4",
  "5.6.3",
  "5.7.3",
  "5.8.3",
  "5.9.3",
  "6.0.3",
  "7.0.2",
] as const;

export type Compiler = (typeof compilers)[number];

/** The oldest and the newest. */
export const outermost: readonly Compiler[] = ["5.4.5", "7.0.2"];

/** Installs compilers into a project of their own; gives the `tsc` of each. */
export async function installCompilers(
  folder: string,
  versions: readonly Compiler[],
): Promise<ReadonlyMap<Compiler, string>> {
  const aliases = versions.map((version) => [`typescript-${version}`, `npm:typescript@${version}`]);
  await installProject(folder, { tarballs: [], dependencies: Object.fromEntries(aliases) });
  return new Map(
    versions.map((version) => [
      version,
      join(folder, "node_modules", `typescript-${version}`, "bin/tsc"),
    ]),
  );
}

/** Whether it is of a major version or a later one. */
export function isFrom(version: Compiler, major: number): boolean {
  return Number.parseFloat(version) >= major;
}
