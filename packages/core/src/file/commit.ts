import { randomUUID } from "node:crypto";
import type { TokenRecord } from "../store/index.ts";
import { commitName, proposalName } from "./journal-names.ts";
import { isAtRevision, isNext, readCommit, readRevision, writeRecord } from "./record-file.ts";
import type { Reservation } from "./reservation.ts";
import type { Linked, StoreFiles } from "./store-files.ts";

/**
 * Replaces the store file by the next record. One process alone gets the name of the commit; only then,
 * and only while the revision has not moved on, is the file replaced.
 *
 * The file that replaces it has a name of its own, which is used once: the name of the commit is free
 * again after the replacement, and a process that was suspended since then must not find another
 * process's record under it.
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
  // A commit that failed after its decision is tried again.
  const isOurs = linked === "won" || (await readCommit(files.pathOf(decided))) === id;
  if (!isOurs) {
    // Before the claim is ended: whoever takes it then must find that the revision has moved on.
    await finishCommit(files, next.revision);
    await files.clear([name]);
    return false;
  }
  if (await isNext(files.path, next)) await files.publish(name);
  const isPublished = (await readCommit(files.path)) === id;
  await files.clear([name, decided]);
  return isPublished;
}

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
    // Somebody has deleted the journal; or the revision has moved on, and the new proposal will be told so.
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
 * Completes a commit that was decided: its committer may have died.
 * @returns whether there was one that the file did not have yet
 * @throws {TokenError} `store_damaged` if what was decided is no such record
 */
export async function finishCommit(files: StoreFiles, revision: number): Promise<boolean> {
  const decided = commitName(revision);
  const id = await readCommit(files.pathOf(decided));
  const isCurrent = () => isAtRevision(files.path, revision - 1);
  if (id === undefined || !(await isCurrent())) return false;
  const next = await readRevision(files.pathOf(decided), revision);
  if (next && !(await isNext(files.path, next))) {
    // The file was moved away, and the store was begun anew since then.
    await files.clear([decided, proposalName(revision, id)]);
    return false;
  }
  if (id) await files.publish(proposalName(revision, id));
  // A power failure may have left one of the two names.
  if (await isCurrent()) await files.publish(decided);
  return true;
}
