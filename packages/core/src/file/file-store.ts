import { resolve } from "node:path";
import type { Claim, Lease, TokenRecord, TokenStore } from "../store/index.ts";
import { processWide } from "../values/index.ts";
import { type Turn, takeTurn } from "./claim-attempt.ts";
import { type Claimant, findClaims } from "./claim-entry.ts";
import { finishCommit } from "./commit.ts";
import { FileClaim } from "./file-claim.ts";
import { thisHolder } from "./holder.ts";
import { commitName, isLeftOver, turnsOf } from "./journal-names.ts";
import { breakLock, lockAge, tryLock, type Unlock } from "./lock.ts";
import { OperationQueue } from "./operation-queue.ts";
import { readRecord } from "./record-file.ts";
import { findUndecided } from "./recovery.ts";
import { checkReplaceable } from "./replaceable.ts";
import { asStoreFailure } from "./store-error.ts";
import { StoreFiles } from "./store-files.ts";
import { storePathOf } from "./store-path.ts";
import { watchJournal } from "./watch.ts";

/** A live holder writes its claim within a few ms of taking the lock; the rest is for a busy machine. */
const unclaimedLock = 500;

/** One for all stores of a process, because they share its thread pool and, as a rule, its disk. */
const claims = processWide("core/file/claims", () => new OperationQueue(8));

/**
 * Keeps the tokens in a file, for any number of processes on one machine. The file is only ever
 * replaced as a whole and is readable by its owner alone (0600; folders that are made, 0700). The folder
 * `<path>.journal` beside it belongs to it. The file system must have hard links.
 *
 * @param path of the file; a relative one is resolved against the present working directory
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
  readonly #self = thisHolder();

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<TokenRecord | undefined> {
    try {
      return await readRecord(this.#path);
    } catch (error) {
      throw await asStoreFailure(error, { path: this.#path, what: "read" });
    }
  }

  subscribe(changed: () => void): () => void {
    let isOver = false;
    let end = () => {};
    const watching = this.#files().then((files) => {
      if (!isOver) end = watchJournal(files.pathOf(""), changed);
    });
    // Whoever waits also looks from time to time.
    watching.catch(() => {});
    return () => {
      isOver = true;
      end();
    };
  }

  async #files(): Promise<StoreFiles> {
    const files = new StoreFiles(await storePathOf(this.#path));
    await files.makeFolders();
    return files;
  }

  async claim(revision: number, { duration, signal }: Lease): Promise<Claim | undefined> {
    try {
      return await claims.run(() => this.#claim(revision, duration), signal);
    } catch (error) {
      throw await asStoreFailure(error, { path: this.#path, what: "written" });
    }
  }

  async #claim(revision: number, lease: number): Promise<Claim | undefined> {
    const files = await this.#files();
    const claimant = { self: this.#self, revision, lease };
    const unlock = await lock(files, claimant);
    if (!unlock) return undefined;
    let claim: Claim | undefined;
    try {
      claim = await claimLocked(files, claimant, unlock);
      return claim;
    } finally {
      if (!claim) await unlock();
    }
  }
}

/** `undefined` while a live process has the claim or is about to write it. */
async function lock(files: StoreFiles, claimant: Claimant): Promise<Unlock | undefined> {
  const turns = turnsOf(await files.names(), claimant.revision);
  const last = await findClaims(files, claimant, turns);
  if (last?.isActive) return undefined;
  const unlock = await tryLock(files, claimant.lease);
  if (unlock) return unlock;
  const isDead = last !== undefined || (await lockAge(files)) > unclaimedLock;
  if (!isDead) return undefined;
  await breakLock(files);
  return tryLock(files, claimant.lease);
}

async function claimLocked(
  files: StoreFiles,
  claimant: Claimant,
  unlock: Unlock,
): Promise<Claim | undefined> {
  const { revision } = claimant;
  const names = await files.names();
  const leftOvers = (upTo: number) => names.filter((name) => isLeftOver(name, upTo));
  if (names.includes(commitName(revision + 1))) {
    // Its committer may have died between the decision and the replacement.
    const isFinished = await finishCommit(files, revision + 1);
    if (isFinished) await files.clear(leftOvers(revision + 1));
    return undefined;
  }
  await checkReplaceable(files);
  const turn = await takeTurn(files, claimant, turnsOf(names, revision).at(-1) ?? 1);
  if (!turn) return undefined;
  const claim = new FileClaim({ files, revision, turn, unlock });
  if (await recoverReply(files, { revision, turn, claim })) {
    await files.clear(leftOvers(revision + 1));
    return undefined;
  }
  await files.clear(leftOvers(revision));
  return claim;
}

interface Won {
  readonly revision: number;
  readonly turn: Turn;
  readonly claim: Claim;
}

/** @returns whether a former claimant had written a reply and not committed it */
async function recoverReply(files: StoreFiles, { revision, turn, claim }: Won): Promise<boolean> {
  try {
    const reply = await findUndecided(files, revision, turn.others);
    if (reply) await claim.commit(reply);
    return reply !== undefined;
  } catch (error) {
    await claim.release();
    throw error;
  }
}
