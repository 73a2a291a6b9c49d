import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { npm } from "./npm.ts";
import type { Tarball } from "./tarball.ts";
import { workspace } from "./workspace.ts";

/** What a project of a user depends on. */
export interface Project {
  readonly tarballs: readonly Tarball[];
  /** Of third parties: a range for each name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Of its `.js` files; `"module"` when it is not given. */
  readonly type?: "module" | "commonjs";
}

const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];

/**
 * Makes a project in a folder, as a user's would be, and installs what it depends on.
 *
 * @throws {Error} when the folder is in this repository, or with what npm said when it fails
 */
export async function installProject(folder: string, project: Project): Promise<void> {
  // There, Node.js and the compiler would also find what was never installed.
  if (`${resolve(folder)}${sep}`.startsWith(`${workspace}${sep}`))
    throw new Error(`${folder} is in the repository: a user's project is outside of it`);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    `${JSON.stringify(manifestOf(project), null, 2)}\n`,
  );
  await npm(folder, ["install", ...flags]);
}

function manifestOf({ tarballs, dependencies, type = "module" }: Project): object {
  const files = tarballs.map(({ name, path }) => [name, pathToFileURL(path).href]);
  return {
    name: "project-of-a-user",
    version: "1.0.0",
    private: true,
    type,
    dependencies: { ...dependencies, ...Object.fromEntries(files) },
  };
}
