import { resolve } from "node:path";
import type { Claim, Lease, TokenRecord, TokenStore } from "../store.ts";
import { isTokenError, TokenError } from "../token-error.ts";
import { finishCommit } from "./commit.ts";
import { FileClaim } from "./file-claim.ts";
import { type Folder, openFolder } from "./folder.ts";
import { type Holder, thisProcess } from "./holder.ts";
import { commitName, findEntries, isLeftOver, turnsOf } from "./journal.ts";
import { breakLock, lockAge, tryLock, type Unlock } from "./lock.ts";
import { readRecord } from "./record-file.ts";
import { takeTurn } from "./turn.ts";
import { watchFile } from "./watch.ts";

/** A live holder writes its claim within a few ms of taking the lock; the rest is for a busy machine. */
const unclaimedLock = 500;

/**
 * Keeps the tokens in a file, for any number of processes on one machine. The file is only ever
 * replaced as a whole and is readable by its owner alone (0600; a folder that is made, 0700). Names
 * beside it that begin with its own belong to it. The file system must have hard links.
 *
 * @param path of the file; a relative one counts from the working directory of this moment
 * @throws {TypeError} when `path` is not a non-empty string
 */
export function fileStore(path: string): TokenStore {
  if (typeof path !== "string" || path === "") {
    throw new TypeError('fileStore: "path" must be the path of a file');
  }
  return new FileStore(resolve(path));
}

class FileStore implements TokenStore {
  readonly #path: string;
  readonly #self: Holder = thisProcess();

  constructor(path: string) {
    this.#path = path;
  }

  read(): Promise<TokenRecord | undefined> {
    return this.#do("read", () => readRecord(this.#path));
  }

  subscribe(changed: () => void): () => void {
    return watchFile(this.#path, changed);
  }

  claim(revision: number, { duration }: Lease): Promise<Claim | undefined> {
    return this.#do("written", async () => {
      const folder = await openFolder(this.#path);
      const unlock = await this.#lock(folder, revision, duration);
      if (!unlock) return undefined;
      const claim = await this.#claimLocked(folder, revision, duration, unlock).catch(
        async (error: unknown) => {
          await unlock();
          throw error;
        },
      );
      if (!claim) await unlock();
      return claim;
    });
  }

  /** `undefined` while somebody who is alive has the claim or is about to write it. */
  async #lock(folder: Folder, revision: number, lease: number): Promise<Unlock | undefined> {
    const turns = turnsOf(await folder.suffixes(), revision);
    const last = await findEntries(folder, revision, turns, this.#self, lease);
    if (last?.standing) return undefined;
    const unlock = await tryLock(folder.path, lease);
    if (unlock) return unlock;
    const dead = last !== undefined || (await lockAge(folder.path)) > unclaimedLock;
    if (!dead) return undefined;
    await breakLock(folder.path);
    return tryLock(folder.path, lease);
  }

  async #claimLocked(
    folder: Folder,
    revision: number,
    lease: number,
    unlock: Unlock,
  ): Promise<Claim | undefined> {
    const beside = await folder.suffixes();
    if (beside.includes(commitName(revision + 1))) {
      // Its committer may have died between the decision and the replacement.
      const isFinished = await finishCommit(folder, revision + 1);
      const over = beside.filter((suffix) => isLeftOver(suffix, revision + 1));
      if (isFinished) await folder.remove(over);
      return undefined;
    }
    await folder.checkReplaceable();
    const from = turnsOf(beside, revision).at(-1) ?? 1;
    const turn = await takeTurn(folder, revision, from, this.#self, lease);
    if (!turn) return undefined;
    await folder.remove(beside.filter((suffix) => isLeftOver(suffix, revision)));
    return new FileClaim(folder, revision, turn, unlock);
  }

  async #do<T>(what: "read" | "written", operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (isTokenError(error)) throw error;
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      const hint = code === "EXDEV" ? ": it is a mount of its own, mount its folder instead" : "";
      const message = `The token store ${this.#path} cannot be ${what} (${code}${hint}). No token was spent.`;
      throw new TokenError("store_failed", message, { cause: error });
    }
  }
}
