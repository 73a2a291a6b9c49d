import { randomUUID } from "node:crypto";
import type { TokenRecord } from "../store/index.ts";
import { commitName, proposalName } from "./journal-names.ts";
import { isAtRevision, isNext, readCommit, readRevision, writeRecord } from "./record-file.ts";
import type { Reservation } from "./reservation.ts";
import type { Linked, StoreFiles } from "./store-files.ts";

/**
 * Replaces the store file with the next record. Only one process can create the commit's name, which
 * decides the commit. The file is then replaced only if the revision has not moved on.
 *
 * The file is replaced by renaming the proposal, whose name is unique, and not by renaming the decided
 * commit. The commit's name becomes free after the replacement, so a process that was suspended meanwhile
 * could otherwise rename another process's record.
 *
 * @returns `false` if another process's commit was decided, or the revision has moved on
 */
export async function commitRecord(
  files: StoreFiles,
  next: TokenRecord,
  reservation: Reservation,
): Promise<boolean> {
  const decided = commitName(next.revision);
  const { id, linked } = await propose(files, next, reservation);
  const name = proposalName(next.revision, id);
  // This may be the retry of a commit that was decided as ours and failed afterwards.
  const isOurs = linked === "won" || (await readCommit(files.pathOf(decided))) === id;
  if (!isOurs) {
    // Finish the other commit before our claim ends: the next claimant must see the new revision.
    await finishCommit(files, next.revision);
    await files.clear([name]);
    return false;
  }
  if (await isNext(files.path, next)) await files.publish(name);
  const isPublished = (await readCommit(files.path)) === id;
  await files.clear([name, decided]);
  return isPublished;
}

/** A record under a unique name, and the result of linking it to the commit's name. */
interface Proposal {
  readonly id: string;
  readonly linked: Linked;
}

async function propose(
  files: StoreFiles,
  next: TokenRecord,
  reservation: Reservation,
): Promise<Proposal> {
  const decided = commitName(next.revision);
  if (await reservation.store(writeRecord(next, reservation.id))) {
    reservation.propose();
    const linked = await files.link(reservation.name, decided);
    if (linked !== "gone") return { id: reservation.id, linked };
    // The reservation is gone: the journal was deleted, or the revision has moved on. Propose a new file;
    // in the second case, the check of the revision rejects it.
  }
  const id = randomUUID();
  const name = proposalName(next.revision, id);
  await files.writeNew(name, writeRecord(next, id));
  try {
    return { id, linked: await files.link(name, decided) };
  } catch (error) {
    await files.clear([name]);
    throw error;
  }
}

/**
 * Completes a commit that was decided but may not be in the store file, because its committer died.
 *
 * @returns whether it changed the store file
 * @throws {TokenError} `store_damaged` if the decided file does not hold a record of this revision
 */
export async function finishCommit(files: StoreFiles, revision: number): Promise<boolean> {
  const decided = commitName(revision);
  const id = await readCommit(files.pathOf(decided));
  const isCurrent = () => isAtRevision(files.path, revision - 1);
  if (id === undefined || !(await isCurrent())) return false;
  const next = await readRevision(files.pathOf(decided), revision);
  if (next && !(await isNext(files.path, next))) {
    // The store file was moved away and a new store was begun, so this commit is obsolete.
    await files.clear([decided, proposalName(revision, id)]);
    return false;
  }
  if (id) await files.publish(proposalName(revision, id));
  // After a power failure, only one of the two names may exist: publish whichever is left.
  if (await isCurrent()) await files.publish(decided);
  return true;
}
