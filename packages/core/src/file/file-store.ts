import { resolve } from "node:path";
import {
  type Claim,
  type ClaimHolder,
  type Lease,
  storeLocation,
  type TokenRecord,
  type TokenStore,
} from "../store/index.ts";
import { processWide } from "../values/index.ts";
import { attemptClaim, type WonAttempt } from "./claim-attempt.ts";
import { type Claimant, findClaims } from "./claim-entry.ts";
import { findHolder } from "./claim-holder.ts";
import { finishCommit } from "./commit.ts";
import { FileClaim } from "./file-claim.ts";
import { thisHolder } from "./holder.ts";
import { attemptsOf, commitName, isLeftOver } from "./journal-names.ts";
import { breakLock, lockAge, tryLock, type Unlock } from "./lock.ts";
import { OperationQueue } from "./operation-queue.ts";
import { readRecord } from "./record-file.ts";
import { findUndecided } from "./recovery.ts";
import { checkReplaceable } from "./replaceable.ts";
import { asStoreFailure } from "./store-error.ts";
import { StoreFiles } from "./store-files.ts";
import { storePathOf } from "./store-path.ts";
import { watchJournal } from "./watch.ts";

/**
 * How old a lock without a claim must be to count as abandoned, ms. A live process writes its claim a few
 * ms after it takes the lock; the rest is a margin for a busy machine.
 */
const unclaimedLock = 500;

/** Shared by all stores of the process, because they share its thread pool and usually its disk. */
const claims = processWide("core/file/claims", () => new OperationQueue(8));

/**
 * Keeps the tokens of one account in a file that any number of processes on one machine can share.
 *
 * The file is always replaced as a whole. Only its owner can read it: it has mode 0600, and folders that
 * the store creates have mode 0700. The store also uses the folder `<path>.journal` beside the file. The
 * file system must support hard links, and must not be a network file system (NFS, SMB).
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { fileStore } from "@refresh-once/core/file";
 * import { oroBank } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: fileStore("/var/lib/my-service/oro.json"),
 * });
 * ```
 *
 * @param path The path of the file, one for each account. A relative path is resolved against the current
 * working directory when `fileStore` is called.
 * @throws {TypeError} If `path` is not a non-empty string.
 * @see {@link https://man7.org/linux/man-pages/man2/link.2.html link(2)}: the atomic step by which one
 * process wins a claim
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}: why a refresh token
 * must not be sent twice
 */
export function fileStore(path: string): TokenStore {
  if (typeof path !== "string" || path === "") {
    throw new TypeError('fileStore: "path" must be a non-empty string, the path of a file');
  }
  return new FileStore(path);
}

class FileStore implements TokenStore {
  readonly #given: string;
  readonly #path: string;
  readonly #self = thisHolder();

  constructor(given: string) {
    this.#given = given;
    this.#path = resolve(given);
  }

  get [storeLocation]() {
    return { kind: "file", path: this.#path, given: this.#given };
  }

  async read(): Promise<TokenRecord | undefined> {
    try {
      return await readRecord(this.#path);
    } catch (error) {
      throw await asStoreFailure(error, { path: this.#path, what: "read" });
    }
  }

  subscribe(changed: () => void): () => void {
    let isCancelled = false;
    let end = () => {};
    const watching = this.#files().then((files) => {
      if (!isCancelled) end = watchJournal(files.pathOf(""), changed);
    });
    // Ignore the failure: waiting processes also poll the store.
    watching.catch(() => {});
    return () => {
      isCancelled = true;
      end();
    };
  }

  async claimHolder(): Promise<ClaimHolder | undefined> {
    try {
      return await findHolder(new StoreFiles(await storePathOf(this.#path)), this.#self);
    } catch (error) {
      throw await asStoreFailure(error, { path: this.#path, what: "read" });
    }
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
    const claimant = { files: await this.#files(), self: this.#self, revision, lease };
    const unlock = await lock(claimant);
    if (!unlock) return undefined;
    let claim: Claim | undefined;
    try {
      claim = await claimLocked(claimant, unlock);
      return claim;
    } finally {
      if (!claim) await unlock();
    }
  }
}

/** Takes the lock; `undefined` while a live process has the claim or is about to write it. */
async function lock(claimant: Claimant): Promise<Unlock | undefined> {
  const { files, revision } = claimant;
  const last = await findClaims(claimant, attemptsOf(await files.names(), revision));
  if (last?.isActive) return undefined;
  const unlock = await tryLock(files, claimant.lease);
  if (unlock) return unlock;
  const isDead = last !== undefined || (await lockAge(files)) > unclaimedLock;
  if (!isDead) return undefined;
  await breakLock(files);
  return tryLock(files, claimant.lease);
}

/** Wins the claim under the lock; first completes what a former claimant has left unfinished. */
async function claimLocked(claimant: Claimant, unlock: Unlock): Promise<Claim | undefined> {
  const { files, revision } = claimant;
  const names = await files.names();
  const leftOvers = (upTo: number) => names.filter((name) => isLeftOver(name, upTo));
  if (names.includes(commitName(revision + 1))) {
    // The committer may have died after the decision and before it replaced the file.
    const isFinished = await finishCommit(files, revision + 1);
    if (isFinished) await files.clear(leftOvers(revision + 1));
    return undefined;
  }
  await checkReplaceable(files);
  const attempt = await attemptClaim(claimant, attemptsOf(names, revision).at(-1) ?? 1);
  if (!attempt) return undefined;
  const claim = new FileClaim(attempt, unlock);
  if (await recoverReply(claim, attempt)) {
    await files.clear(leftOvers(revision + 1));
    return undefined;
  }
  await files.clear(leftOvers(revision));
  return claim;
}

/**
 * Commits the reply that a former claimant wrote and did not commit.
 *
 * @returns whether there was such a reply
 */
async function recoverReply(claim: Claim, attempt: WonAttempt): Promise<boolean> {
  try {
    const reply = await findUndecided(attempt);
    if (reply) await claim.commit(reply);
    return reply !== undefined;
  } catch (error) {
    await claim.release();
    throw error;
  }
}
