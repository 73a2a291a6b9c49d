import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The user and group that own a file. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The owner for new files of a store, if this process runs as root. New files get the owner of the store
 * file or of its folder; otherwise the service that owns the store could no longer read it.
 *
 * @returns `undefined` if new files keep the user of this process
 */
export async function ownerFor(storePath: string): Promise<Owner | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const found = (await ownerOf(storePath)) ?? (await ownerOf(dirname(storePath)));
  return found && (found.uid !== 0 || found.gid !== 0) ? found : undefined;
}

/** The owner of a file; `undefined` if the file does not exist or its folder cannot be searched. */
export async function ownerOf(path: string): Promise<Owner | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}
