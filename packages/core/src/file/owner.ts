import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Whom a file belongs to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * To whom new files of a store are given: root must not take over the store of a service, which could
 * not read it any more.
 *
 * @returns `undefined` if they stay with this process
 */
export async function ownerFor(storePath: string): Promise<Owner | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const found = (await ownerOf(storePath)) ?? (await ownerOf(dirname(storePath)));
  return found && (found.uid !== 0 || found.gid !== 0) ? found : undefined;
}

/** `undefined` if there is no such file, or its folder cannot be searched. */
export async function ownerOf(path: string): Promise<Owner | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}
