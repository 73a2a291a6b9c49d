import { readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { hasCode } from "./system-error.ts";

/** The path of the store file itself: what a symbolic link leads to is replaced, not the link. */
export async function storePathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    const target = await readlink(path).catch(() => undefined);
    if (target !== undefined) return storePathOf(resolve(dirname(path), target));
    return behindFolders(path);
  }
}

/** The file is not there yet, but its folder may be behind a symbolic link. */
async function behindFolders(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return resolve(await storePathOf(parent), path.slice(parent.length).replace(/^[/\\]+/, ""));
}
