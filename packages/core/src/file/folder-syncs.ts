import { syncFolder } from "./folders.ts";

/**
 * Makes the file names in folders durable (fsync of the folder). Calls that arrive while a folder is being
 * synced share the next sync. Otherwise, with many stores in one folder, each would wait for all others.
 */
export class FolderSyncs {
  readonly #underway = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  /**
   * Syncs a folder. When the promise resolves, every change made before this call is durable.
   *
   * @param path of the folder
   */
  sync(path: string): Promise<void> {
    const shared = this.#next.get(path);
    if (shared) return shared;
    const before = this.#underway.get(path) ?? Promise.resolve();
    const next = before.catch(() => {}).then(() => this.#begin(path));
    this.#next.set(path, next);
    return next;
  }

  async #begin(path: string): Promise<void> {
    this.#next.delete(path);
    const work = syncFolder(path);
    this.#underway.set(path, work);
    try {
      await work;
    } finally {
      if (this.#underway.get(path) === work) this.#underway.delete(path);
    }
  }
}
