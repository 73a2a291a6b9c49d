import { type FSWatcher, watch } from "node:fs";
import { isCommit } from "./journal-names.ts";

/**
 * Calls back when a file of the journal that may be a commit comes or goes. If the system cannot tell (a
 * network file system, no more watches to be had), it never calls: whoever waits also looks from time to
 * time.
 *
 * @param journal the folder; not that of the store file, in which 10,000 accounts may change
 * @returns what ends it
 */
export function watchJournal(journal: string, changed: () => void): () => void {
  let watcher: FSWatcher | undefined;
  const close = () => watcher?.close();
  try {
    watcher = watch(journal, { persistent: false }, (_, name) => {
      if (name !== null && isCommit(name)) changed();
    }).on("error", close);
  } catch {
    return close;
  }
  return close;
}
