import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Calls back when a file is replaced. Where the system cannot tell (a network file system, no more
 * watches to be had), it never calls: who waits looks from time to time as well.
 *
 * @returns what ends it
 */
export function watchFile(path: string, changed: () => void): () => void {
  let watcher: FSWatcher | undefined;
  const close = () => watcher?.close();
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === basename(path)) changed();
    }).on("error", close);
  } catch {
    return close;
  }
  return close;
}
