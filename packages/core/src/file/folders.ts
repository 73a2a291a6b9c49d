import { chmod, chown, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Owner } from "./owner.ts";
import { hasCode, ignore } from "./system-error.ts";

/**
 * Makes a folder for its owner alone, and those above it that are missing. Not `recursive`: that says
 * ENOENT of a read-only disk, and never returns below `/proc`.
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

/** @returns whether it was missing */
export async function makeFolder(path: string, owner?: Owner): Promise<boolean> {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
  // The umask may have taken the owner's own rights.
  await chmod(path, 0o700);
  if (owner) await chown(path, owner.uid, owner.gid).catch(ignore("EPERM"));
  return true;
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its names.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
