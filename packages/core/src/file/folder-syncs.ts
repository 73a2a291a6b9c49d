import { syncFolder } from "./folders.ts";

/**
 * Makes the names in folders durable. Those who ask while a folder is being brought to the disk share the
 * next time: with many stores in one folder, each would otherwise wait for all others.
 */
export class FolderSyncs {
  readonly #underway = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  /** @param path of the folder; what was changed in it before this call is durable then */
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
