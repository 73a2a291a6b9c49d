import { type FileHandle, link, open, readdir, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { processWide } from "../values/index.ts";
import { FolderSyncs } from "./folder-syncs.ts";
import { makeFolder, makeFolders, syncFolder } from "./folders.ts";
import { retryWhileInUse } from "./in-use.ts";
import { ownerFor } from "./owner.ts";
import { hasCode, ignore } from "./system-error.ts";

/** Shared by all stores of the process, because many of them may be in one folder. */
const parents = processWide("core/file/folder-syncs", () => new FolderSyncs());

/** The result of a link: this process got the name, another has it, or the source file is gone. */
export type Linked = "won" | "taken" | "gone";

/**
 * A store file and the folder `<file>.journal` beside it, which holds its claims and commits. Each store
 * file has its own folder, so listing it takes the same time with 10,000 accounts as with one.
 */
export class StoreFiles {
  /** The absolute path of the store file, with symbolic links resolved. */
  readonly path: string;
  readonly #folder: string;

  constructor(path: string) {
    this.path = path;
    this.#folder = `${path}.journal`;
  }

  /** Creates the missing folders with mode 0700. */
  async makeFolders(): Promise<void> {
    const parent = dirname(this.path);
    const makeJournal = async () => makeFolder(this.#folder, await ownerFor(this.path));
    const isNew = await makeJournal().catch(async (error: unknown) => {
      if (!hasCode(error, "ENOENT")) throw error;
      await makeFolders(parent);
      return makeJournal();
    });
    if (isNew) await parents.sync(parent);
  }

  /** Lists the file names in the journal. */
  async names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (hasCode(error, "ENOENT")) return [];
      throw error;
    }
  }

  /** The path of a file in the journal. */
  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Creates a file in the journal with mode 0600, and flushes it to the disk. */
  async writeNew(name: string, content: string): Promise<void> {
    const file = await this.#create(name);
    try {
      // The umask may have removed permissions of the owner.
      await file.chmod(0o600);
      const owner = await ownerFor(this.path);
      if (owner) await file.chown(owner.uid, owner.gid).catch(ignore("EPERM"));
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      await this.clear([name]);
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Creates a file; if the journal folder was deleted meanwhile, creates that first. */
  async #create(name: string): Promise<FileHandle> {
    try {
      return await open(this.pathOf(name), "wx", 0o600);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
      await this.makeFolders();
      return open(this.pathOf(name), "wx", 0o600);
    }
  }

  /**
   * Replaces the content of an existing file and sets its modification time to now. Shorter content is
   * padded with spaces: truncating the file would be a second step, and a process could read in between.
   *
   * @param next returns the new content, or `undefined` to leave the file unchanged
   */
  async rewrite(name: string, next: (content: string) => string | undefined): Promise<void> {
    // Use one open file for all steps, because the name may pass to another process in between.
    const file = await open(this.pathOf(name), "r+");
    try {
      const present = await file.readFile("utf8");
      const content = next(present);
      if (content === undefined) return;
      await file.write(content.padEnd(present.length), 0);
      const now = new Date();
      await file.utimes(now, now);
    } finally {
      await file.close();
    }
  }

  /** Gives a file a second name if that name is free. The step is atomic: only one process wins it. */
  async link(name: string, second: string): Promise<Linked> {
    try {
      await link(this.pathOf(name), this.pathOf(second));
      return "won";
    } catch (error) {
      if (hasCode(error, "EEXIST")) return "taken";
      if (hasCode(error, "ENOENT")) return "gone";
      throw error;
    }
  }

  /**
   * Replaces the store file with a file of the journal, atomically and durably. If that file is gone,
   * another process has already done it.
   */
  async publish(name: string): Promise<void> {
    const replace = () => rename(this.pathOf(name), this.path);
    await retryWhileInUse(replace).catch(ignore("ENOENT"));
    await parents.sync(dirname(this.path));
  }

  /** Makes the names in the journal durable, which the fsync of a file does not do. */
  async sync(): Promise<void> {
    await syncFolder(this.#folder);
  }

  /**
   * Removes these files from the journal; never rejects. A failed removal is retried once and then left to
   * a later claim, because the operation itself has succeeded.
   */
  async clear(names: readonly string[]): Promise<void> {
    const remove = (name: string) =>
      retryWhileInUse(() => unlink(this.pathOf(name))).catch(ignore("ENOENT"));
    await Promise.allSettled(names.map((name) => remove(name).catch(() => remove(name))));
  }
}
