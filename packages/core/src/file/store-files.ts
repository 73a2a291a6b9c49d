import { type FileHandle, link, open, readdir, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { processWide } from "../values/index.ts";
import { FolderSyncs } from "./folder-syncs.ts";
import { makeFolder, makeFolders, syncFolder } from "./folders.ts";
import { ownerFor } from "./owner.ts";
import { hasCode, ignore } from "./system-error.ts";

/** One for all stores of a process: many of them may be in one folder. */
const parents = processWide("core/file/folder-syncs", () => new FolderSyncs());

/** What became of a link: the name was taken by this one, somebody else has it, or there is no file to link. */
export type Linked = "won" | "taken" | "gone";

/**
 * A store file and the folder beside it, `<file>.journal`, with its claims and commits. Each store file
 * has a folder of its own, so that a look at it takes as long with 10,000 accounts as with one.
 */
export class StoreFiles {
  /** Absolute path of the store file; not that of a symbolic link to it. */
  readonly path: string;
  readonly #folder: string;

  constructor(path: string) {
    this.path = path;
    this.#folder = `${path}.journal`;
  }

  /** Makes the folders where they are missing, for their owner alone. */
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

  /** The names of the files in the journal. */
  async names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (hasCode(error, "ENOENT")) return [];
      throw error;
    }
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Writes a new file of the journal, readable by its owner alone, down to the disk. */
  async writeNew(name: string, content: string): Promise<void> {
    const file = await this.#create(name);
    try {
      // The umask may have taken the owner's own rights.
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

  /** Somebody may have deleted the folder meanwhile. */
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
   * Replaces the content of a file that is there, and sets its time to now. A shorter content is padded
   * with spaces: cutting the file off would be a second step, and a reader could come in between.
   * @param next the new content; `undefined` to leave the file as it is
   */
  async rewrite(name: string, next: (content: string) => string | undefined): Promise<void> {
    // One file for all steps: in between, another process may use the same name.
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

  /** Gives a file a second name, if nobody has that name: one atomic step that one process wins. */
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
   * Replaces the store file by a file of the journal, atomically and down to the disk. If that file is
   * gone, another process has done so.
   */
  async publish(name: string): Promise<void> {
    await rename(this.pathOf(name), this.path).catch(ignore("ENOENT"));
    await parents.sync(dirname(this.path));
  }

  /** Makes the names in the journal durable: a file's own fsync does not. */
  async sync(): Promise<void> {
    await syncFolder(this.#folder);
  }

  /**
   * Removes what is there of these. A removal that fails is tried once more, and is then left to a later
   * claim: it is no reason to fail what has been done.
   */
  async clear(names: readonly string[]): Promise<void> {
    const remove = (name: string) => unlink(this.pathOf(name)).catch(ignore("ENOENT"));
    await Promise.allSettled(names.map((name) => remove(name).catch(() => remove(name))));
  }
}
