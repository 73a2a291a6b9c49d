import { randomUUID } from "node:crypto";
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
  utimes,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { hasCode } from "./system-error.ts";

/** The folder of a store file, made for its owner alone where there is none. */
export async function openFolder(path: string): Promise<Folder> {
  try {
    // The file behind a symbolic link is replaced, not the link.
    return new Folder(await realpath(path));
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    const behind = await readlink(path).catch(() => undefined);
    if (behind !== undefined) return openFolder(resolve(dirname(path), behind));
    await makeFolder(dirname(path));
    return new Folder(path);
  }
}

/** Not `recursive`: that says ENOENT of a read-only disk, and never returns below `/proc`. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return;
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, 0o700).catch(ignore("EEXIST"));
  }
}

/** A store file and the files beside it, which all begin with its name. */
export class Folder {
  /** Absolute path of the store file. */
  readonly path: string;
  readonly #folder: string;
  readonly #prefix: string;

  constructor(path: string) {
    this.path = path;
    this.#folder = dirname(path);
    this.#prefix = `${basename(path)}.`;
  }

  /** What stands behind the store file's name in the names of the files beside it. */
  async suffixes(): Promise<string[]> {
    const names = await readdir(this.#folder);
    return names.flatMap((name) =>
      name.startsWith(this.#prefix) ? [name.slice(this.#prefix.length)] : [],
    );
  }

  beside(suffix: string): string {
    return join(this.#folder, this.#prefix + suffix);
  }

  /** Writes a new file, readable by its owner alone, down to the disk; returns its suffix. */
  async writeDraft(content: string, suffix = `${randomUUID()}.draft`): Promise<string> {
    const file = await this.#create(suffix);
    try {
      await writeDown(file, content);
    } catch (error) {
      await this.remove([suffix]);
      throw error;
    }
    return suffix;
  }

  /** Somebody may have deleted the folder since it was opened. */
  async #create(suffix: string): Promise<FileHandle> {
    const path = this.beside(suffix);
    try {
      return await open(path, "wx", 0o600);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
      await makeFolder(this.#folder);
      return open(path, "wx", 0o600);
    }
  }

  /** As long as the store file may become, so that its draft takes that room on the disk. */
  async blankRecord(): Promise<string> {
    const present = await stat(this.path).catch(() => undefined);
    return " ".repeat(Math.max(4_096, 2 * (present?.size ?? 0)));
  }

  /** Writes a whole file of a name that nobody else has, in the room of a draft where there is one. */
  async writeProposal(suffix: string, content: string, room: string | undefined): Promise<void> {
    if (room !== undefined && (await this.#fill(room, suffix, content))) return;
    await this.writeDraft(content, suffix);
  }

  /** `false` where somebody has cleared the draft away. */
  async #fill(room: string, suffix: string, content: string): Promise<boolean> {
    try {
      await writeDown(await open(this.beside(room), "r+"), content);
      await rename(this.beside(room), this.beside(suffix));
      return true;
    } catch (error) {
      if (hasCode(error, "ENOENT")) return false;
      throw error;
    }
  }

  /**
   * Whether the store file can be replaced by another: not so when it is a mount of its own.
   * @throws `EXDEV`
   */
  async checkReplaceable(): Promise<void> {
    const probe = `${randomUUID()}.draft`;
    await link(this.path, this.beside(probe)).catch(ignore("ENOENT"));
    await this.remove([probe]);
  }

  /** Sets a file's time to now. */
  async touch(suffix: string): Promise<void> {
    const now = new Date();
    await utimes(this.beside(suffix), now, now);
  }

  /**
   * Gives a whole draft a second name, if nobody has that name: one atomic step that one wins.
   * Who was away for so long that its draft was cleared away does not win.
   */
  async linkIfAbsent(draft: string, suffix: string): Promise<boolean> {
    try {
      await link(this.beside(draft), this.beside(suffix));
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST") || hasCode(error, "ENOENT")) return false;
      throw error;
    }
  }

  /**
   * Puts a file in the place of the store file, atomically and down to the disk. Where it is gone,
   * somebody else has done so.
   */
  async publish(suffix: string): Promise<void> {
    await rename(this.beside(suffix), this.path).catch(ignore("ENOENT"));
    await this.sync();
  }

  /** Makes names durable: a file's own fsync does not. */
  async sync(): Promise<void> {
    // Windows cannot open a folder; NTFS journals its names.
    if (process.platform === "win32") return;
    const folder = await open(this.#folder, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Removes what is there of these. */
  async remove(suffixes: readonly string[]): Promise<void> {
    await Promise.all(
      suffixes.map((suffix) => unlink(this.beside(suffix)).catch(ignore("ENOENT"))),
    );
  }
}

/** To the disk, and closes the file. */
async function writeDown(file: FileHandle, content: string): Promise<void> {
  try {
    await file.writeFile(content);
    await file.truncate(Buffer.byteLength(content));
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, code)) throw error;
  };
}
