import { readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { hasCode } from "./system-error.ts";

/** Resolves symbolic links, so that a commit replaces the file that a link points to and not the link. */
export async function storePathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    const target = await readlink(path).catch(() => undefined);
    if (target !== undefined) return storePathOf(resolve(dirname(path), target));
    return resolveParent(path);
  }
}

/** Resolves the path of a file that does not exist yet: its folder may be a symbolic link. */
async function resolveParent(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return resolve(await storePathOf(parent), path.slice(parent.length).replace(/^[/\\]+/, ""));
}
