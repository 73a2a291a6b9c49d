import { closeSync, fsync, ftruncateSync, openSync, writeSync } from "node:fs";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { proposalName } from "./journal-names.ts";
import type { StoreFiles } from "./store-files.ts";

/** In bytes; no reply of a provider came near it. */
const leastRoom = 32 * 1_024;

/**
 * Closes the files of claims that were lost and are never ended: as long as a reply may come, the process
 * that has taken over may still find it there.
 */
const unended = new FinalizationRegistry(closeSync);

/**
 * Room on the disk for the next record, taken before the refresh token is spent: a blank file under the
 * name of the proposal that it is to become. It stays open, so that a reply can be written without
 * waiting for anything.
 */
export class Reservation {
  readonly id: string;
  /** In the journal. */
  readonly name: string;
  #file: number | undefined;
  #written: string | undefined;
  #isProposed = false;
  #isSyncing = false;
  #isClosed = false;

  private constructor(id: string, name: string, file: number) {
    this.id = id;
    this.name = name;
    this.#file = file;
    unended.register(this, file, this);
  }

  /** @param revision of the record that is to be written */
  static async make(files: StoreFiles, revision: number, id: string): Promise<Reservation> {
    const name = proposalName(revision, id);
    await files.writeNew(name, " ".repeat(await roomFor(files.path)));
    try {
      return new Reservation(id, name, openSync(files.pathOf(name), "r+"));
    } catch (error) {
      await files.clear([name]);
      throw error;
    }
  }

  /**
   * Writes a record at once. From then on it survives the end of this process, though not yet a power
   * failure. Only the first record is written: whoever takes over must not read a mixture of two.
   *
   * @returns whether the reservation holds this record
   */
  writeNow(text: string): boolean {
    const file = this.#file;
    if (this.#written !== undefined || file === undefined || this.#isProposed) {
      return this.#written === text;
    }
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, undefined, at);
    ftruncateSync(file, bytes.length);
    this.#written = text;
    return true;
  }

  /**
   * Brings a record down to the disk.
   *
   * @returns `false` if the reservation holds another record, or may be the store file by now
   */
  async store(text: string): Promise<boolean> {
    if (!this.writeNow(text) || this.#file === undefined) return false;
    this.#isSyncing = true;
    try {
      await promisify(fsync)(this.#file);
    } finally {
      this.#isSyncing = false;
      if (this.#isClosed) this.close();
    }
    return true;
  }

  /** From now on its file may become the store file, and must not be written any more. */
  propose(): void {
    this.#isProposed = true;
  }

  /** Gives back the file descriptor: at once, or when the disk is done with it. */
  close(): void {
    this.#isClosed = true;
    if (this.#file === undefined || this.#isSyncing) return;
    unended.unregister(this);
    closeSync(this.#file);
    this.#file = undefined;
  }
}

async function roomFor(path: string): Promise<number> {
  const present = await stat(path).catch(() => undefined);
  return Math.max(leastRoom, 2 * (present?.size ?? 0));
}
