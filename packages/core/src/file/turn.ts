import type { Spending } from "../store.ts";
import type { Folder } from "./folder.ts";
import type { Holder } from "./holder.ts";
import { claimName, findEntries, findEntry, turnsOf, writeEntry } from "./journal.ts";
import { isAtRevision } from "./record-file.ts";

/** One of the claims that a revision has seen; all before it were released or abandoned. */
export interface Turn {
  readonly number: number;
  /** The last one that was abandoned. */
  readonly abandoned: Spending | undefined;
  /** A draft that has taken room on the disk for the record that is to follow. */
  readonly room: string;
}

type Taken = Pick<Turn, "number" | "room">;

/**
 * Takes the first free turn of a revision.
 *
 * @param from the last turn that was seen there
 * @returns `undefined` where a claim stands, or the revision has moved on
 */
export async function takeTurn(
  folder: Folder,
  revision: number,
  from: number,
  self: Holder,
  lease: number,
): Promise<Turn | undefined> {
  const taken = await take(folder, revision, from, self, lease);
  if (!taken) return undefined;
  const turn = await confirm(folder, revision, taken, self, lease);
  if (!turn) await folder.remove([claimName(revision, taken.number), taken.room]);
  return turn;
}

async function take(
  folder: Folder,
  revision: number,
  from: number,
  self: Holder,
  lease: number,
): Promise<Taken | undefined> {
  const [draft, room] = await Promise.all([
    folder.writeDraft(writeEntry(revision, self, lease)),
    folder.writeDraft(await folder.blankRecord()),
  ]);
  const number = await firstFree(folder, draft, revision, from, self, lease).finally(() =>
    folder.remove([draft]),
  );
  if (number === undefined) await folder.remove([room]);
  return number === undefined ? undefined : { number, room };
}

/** Gives the draft of a claim the name of the first turn that nobody has. */
async function firstFree(
  folder: Folder,
  draft: string,
  revision: number,
  from: number,
  self: Holder,
  lease: number,
): Promise<number | undefined> {
  for (let number = from; ; number++) {
    const name = claimName(revision, number);
    if (await folder.linkIfAbsent(draft, name)) {
      await folder.sync();
      return number;
    }
    const found = await findEntry(folder, name, self, lease);
    if (!found || found.standing) return undefined;
  }
}

/**
 * Only after this look is a turn won. Names of former revisions are free again, and so is the turn of
 * a claim that was released: below one that stands, or after somebody took it for abandoned.
 */
async function confirm(
  folder: Folder,
  revision: number,
  { number, room }: Taken,
  self: Holder,
  lease: number,
): Promise<Turn | undefined> {
  const turns = turnsOf(await folder.suffixes(), revision);
  if (turns.some((turn) => turn > number)) return undefined;
  const before = turns.filter((turn) => turn < number);
  const last = await findEntries(folder, revision, before, self, lease);
  if (last?.standing || !(await isAtRevision(folder.path, revision))) return undefined;
  return { number, room, abandoned: last?.entry };
}
