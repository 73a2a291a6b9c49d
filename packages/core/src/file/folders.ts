import { chmod, chown, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Owner } from "./owner.ts";
import { hasCode, ignore } from "./system-error.ts";

/**
 * Creates a folder with mode 0700, and its missing parents. The `recursive` option of `mkdir` is not used:
 * it reports ENOENT for a read-only disk, and never returns for a path below `/proc`.
 */
export async function makeFolders(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    await makeFolders(dirname(path));
    await makeFolder(path);
  }
}

/**
 * Creates one folder with mode 0700.
 *
 * @param owner who gets the folder; by default, the user of this process
 * @returns `false` if it already existed
 */
export async function makeFolder(path: string, owner?: Owner): Promise<boolean> {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
  // The umask may have removed permissions of the owner.
  await chmod(path, 0o700);
  if (owner) await chown(path, owner.uid, owner.gid).catch(ignore("EPERM"));
  return true;
}

/** Makes the file names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals file names itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
