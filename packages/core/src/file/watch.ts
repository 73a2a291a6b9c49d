import { type FSWatcher, watch } from "node:fs";
import { isCommit } from "./journal-names.ts";

/**
 * Calls `changed` when a commit file appears in the journal or disappears from it. If the system cannot
 * watch the folder (a network file system, or the limit of watches is reached), it is never called; waiting
 * processes also poll the store.
 *
 * @param journal the journal folder; the folder of the store file may hold 10,000 other accounts
 * @returns a function that stops watching
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
