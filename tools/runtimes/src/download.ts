import { execFile } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Download } from "./runtime.ts";

const run = promisify(execFile);

const cache = fileURLToPath(new URL("../.cache", import.meta.url));

const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--loglevel=error"];

/**
 * The path of a runtime's program; it is installed into a folder of its own first, where it is not there
 * yet. It is no dependency: nobody but who runs this has to download it.
 */
export async function programOf(found: Download | { readonly path: string }): Promise<string> {
  if ("path" in found) return found.path;
  const folder = join(cache, `${found.name.replace("/", "+")}@${found.version}`);
  const program = join(folder, "node_modules", found.name, found.bin);
  if (!(await isThere(program))) await install(folder, `${found.name}@${found.version}`);
  return program;
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function install(folder: string, what: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // npm would look for a package.json above it, which is the repository's.
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  await run("npm", ["install", ...flags, what], { cwd: folder });
}
