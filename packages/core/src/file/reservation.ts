import { closeSync, fsync, ftruncateSync, openSync, writeSync } from "node:fs";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { proposalName } from "./journal-names.ts";
import type { StoreFiles } from "./store-files.ts";

/** The smallest reservation, in bytes, larger than any known provider's reply. */
const leastRoom = 32 * 1_024;

/**
 * Closes the file of a reservation that was garbage-collected without being closed. A claim that was taken
 * over is never ended by its caller: its file stays open, because a reply may still arrive, and the
 * process that took over may still read it.
 */
const unclosed = new FinalizationRegistry(closeSync);

/**
 * Reserves disk space for the next record before the refresh token is spent. It is a blank file under the
 * name of the later proposal. The file stays open, so that a reply can be written synchronously, in the
 * tick in which it arrives.
 */
export class Reservation {
  readonly id: string;
  /** The file name in the journal. */
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
    unclosed.register(this, file, this);
  }

  /**
   * Creates the blank file.
   *
   * @param revision of the record that will be written
   */
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
   * Writes a record synchronously. From then on, the record survives the end of this process, but not yet
   * a power failure. Only the first record is written: a process that takes over must not read a mixture
   * of two.
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
   * Writes a record and flushes it to the disk.
   *
   * @returns `false` if the reservation holds another record, or may already be the store file
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

  /** Forbids further writes, because from now on the file may become the store file. */
  propose(): void {
    this.#isProposed = true;
  }

  /** Closes the file descriptor: at once, or after a running flush. */
  close(): void {
    this.#isClosed = true;
    if (this.#file === undefined || this.#isSyncing) return;
    unclosed.unregister(this);
    closeSync(this.#file);
    this.#file = undefined;
  }
}

async function roomFor(path: string): Promise<number> {
  const present = await stat(path).catch(() => undefined);
  return Math.max(leastRoom, 2 * (present?.size ?? 0));
}
