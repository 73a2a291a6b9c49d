import { readFile, stat } from "node:fs/promises";
import { parseJson } from "../json.ts";
import type { Spending } from "../store.ts";
import type { Folder } from "./folder.ts";
import { type Holder, hostUptime, isDead, isHolder } from "./holder.ts";
import { hasCode } from "./system-error.ts";

/** What a claim file says: who has the right to spend a revision, and since when. */
interface Entry extends Spending {
  /** By the clock that nobody can set, ms since the host was started. */
  readonly uptime?: number;
  /** How long its holder may be away, ms; where it does not say, as long as who looks. */
  readonly lease?: number;
  /** Unknown in a file that is not ours or that a disk has lost: then its lease alone counts. */
  readonly holder?: Holder;
}

/** Whether the claim of an entry still stands, or its holder is dead or away for too long. */
export type Found = { readonly standing: true } | { readonly standing: false; entry: Spending };

/** `7.1.claim`: the first claim of revision 7; `7.2.claim` took over from it when it was abandoned. */
export function claimName(revision: number, turn: number): string {
  return `${revision}.${turn}.claim`;
}

/** `8.commit`: revision 8 is decided, and about to become the store file. */
export function commitName(revision: number): string {
  return `${revision}.commit`;
}

/** `8.<id>.commit`: what somebody wants revision 8 to be; it becomes the store file once at most. */
export function proposalName(revision: number, id: string): string {
  return `${revision}.${id}.commit`;
}

/** The turns of a revision that are taken, in their order. */
export function turnsOf(suffixes: readonly string[], revision: number): number[] {
  return suffixes
    .flatMap((suffix) => {
      const [, of, turn] = /^(\d+)\.(\d+)\.claim$/.exec(suffix) ?? [];
      return Number(of) === revision ? [Number(turn)] : [];
    })
    .sort((a, b) => a - b);
}

/** Files of former revisions, and drafts: all that the one who holds the claim may clear away. */
export function isLeftOver(suffix: string, revision: number): boolean {
  if (/^[\da-f-]{36}\.draft$/.test(suffix)) return true;
  const [, of, kind] = /^(\d+)(?:\.[\da-f-]+)?\.(claim|commit)$/.exec(suffix) ?? [];
  return kind === "claim" ? Number(of) < revision : Number(of) <= revision;
}

/** Whether one of these turns stands; else the last of them that is abandoned, if there is any. */
export async function findEntries(
  folder: Folder,
  revision: number,
  turns: readonly number[],
  self: Holder,
  lease: number,
): Promise<Found | undefined> {
  let last: Found | undefined;
  for (const turn of turns) {
    const found = await findEntry(folder, claimName(revision, turn), self, lease);
    if (found?.standing) return found;
    last = found ?? last;
  }
  return last;
}

/** Looks at the claim file of one turn; `undefined` when there is none any more. */
export async function findEntry(
  folder: Folder,
  name: string,
  self: Holder,
  lease: number,
): Promise<Found | undefined> {
  const path = folder.beside(name);
  try {
    const file = await stat(path);
    // Of a pipe there would be no end to the reading.
    const entry = parseEntry(file.isFile() ? await readFile(path, "utf8") : "");
    const most = entry.lease ?? lease;
    const isAway = Math.abs(Date.now() - file.mtimeMs) > most && isOver(entry, self, most);
    if (!isAway && !(entry.holder && isDead(entry.holder, self))) return { standing: true };
    return { standing: false, entry };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** On the same host, somebody may have set the clock by which a file's time goes. */
function isOver({ holder, uptime }: Entry, self: Holder, lease: number): boolean {
  const now = hostUptime();
  if (holder?.host !== self.host || uptime === undefined || now === undefined) return true;
  return Math.abs(now - uptime) > lease;
}

/** The content of a claim file. */
export function writeEntry(revision: number, holder: Holder, lease: number): string {
  return JSON.stringify({ revision, startedAt: Date.now(), uptime: hostUptime(), lease, holder });
}

function parseEntry(text: string): Entry {
  const value = parseJson(text);
  return isEntry(value) ? value : { revision: 0, startedAt: 0 };
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const fields: Partial<Record<keyof Entry, unknown>> = value;
  const { revision, startedAt, uptime = 0, lease = 0, holder } = fields;
  const areNumbers = [revision, startedAt, uptime, lease].every((one) => typeof one === "number");
  return areNumbers && isHolder(holder);
}
