import { randomUUID } from "node:crypto";
import type { TokenRecord } from "../store.ts";
import type { Folder } from "./folder.ts";
import { commitName, proposalName } from "./journal.ts";
import { checkRevision, isAtRevision, readCommit, writeRecord } from "./record-file.ts";

/**
 * Replaces the file at a revision by the next record. The name of the commit is taken by one alone;
 * only then, and only while the revision has not moved on, is the file replaced.
 *
 * What replaces it has a name of its own, that is used once. The name of the commit is free again
 * when it was replaced: whoever has been away since then must not find another's record under it.
 *
 * @param room a draft whose room on the disk the record may take; it is gone where this succeeds
 * @returns `false` when somebody else's commit was decided; the revision has moved on then
 */
export async function commitRecord(
  folder: Folder,
  next: TokenRecord,
  room: string | undefined,
): Promise<boolean> {
  const id = randomUUID();
  const mine = proposalName(next.revision, id);
  const decided = commitName(next.revision);
  await folder.writeProposal(mine, writeRecord(next, id), room);
  if (!(await propose(folder, mine, decided))) {
    // Before the claim is given up: who takes it then must find that the revision has moved on.
    await finishCommit(folder, next.revision);
    await folder.remove([mine]);
    return false;
  }
  const isCurrent = await isAtRevision(folder.path, next.revision - 1);
  if (isCurrent) await folder.publish(mine);
  await folder.remove([mine, decided]);
  return isCurrent;
}

async function propose(folder: Folder, mine: string, decided: string): Promise<boolean> {
  try {
    return await folder.linkIfAbsent(mine, decided);
  } catch (error) {
    await folder.remove([mine]);
    throw error;
  }
}

/**
 * Brings a commit to its end that was decided: its committer may have died.
 * @returns whether there was one that the file did not have yet
 * @throws {TokenError} `store_damaged` when what was decided is no such record
 */
export async function finishCommit(folder: Folder, revision: number): Promise<boolean> {
  const decided = commitName(revision);
  const id = await readCommit(folder.beside(decided));
  const isCurrent = () => isAtRevision(folder.path, revision - 1);
  if (id === undefined || !(await isCurrent())) return false;
  await checkRevision(folder.beside(decided), revision);
  if (id) await folder.publish(proposalName(revision, id));
  // A power failure may have left one of the two names.
  if (await isCurrent()) await folder.publish(decided);
  return true;
}
