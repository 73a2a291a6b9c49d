import { readFile, stat } from "node:fs/promises";
import type { Spending } from "../store/index.ts";
import { isObject, parseJson } from "../values/index.ts";
import { type Holder, hostUptime, isDead, isHolder } from "./holder.ts";
import { claimName } from "./journal-names.ts";
import type { StoreFiles } from "./store-files.ts";
import { hasCode } from "./system-error.ts";

/** What a claim file says: who has the right to spend a revision, and since when. */
interface ClaimEntry extends Spending {
  /** Of the last sign of life, by the clock that nobody can set: ms since the host was started. */
  readonly uptime?: number;
  /** How long its holder may be away, ms; if it does not say, as long as the lease of whoever looks. */
  readonly lease?: number;
  /** Unknown in a file that is not ours or that a disk has lost: then only its lease counts. */
  readonly holder?: Holder;
}

/** Whether the claim of an entry is active, or its holder is dead or away for too long. */
export type FoundClaim =
  | { readonly isActive: true }
  | { readonly isActive: false; readonly entry: Spending };

/** Who looks at the claims of a revision, and for which lease. */
export interface Claimant {
  readonly self: Holder;
  readonly revision: number;
  /** In ms. */
  readonly lease: number;
}

/** Finds an active claim among these turns; else the last of them that is abandoned, if there is any. */
export async function findClaims(
  files: StoreFiles,
  claimant: Claimant,
  turns: readonly number[],
): Promise<FoundClaim | undefined> {
  let last: FoundClaim | undefined;
  for (const turn of turns) {
    const found = await findClaim(files, claimant, turn);
    if (found?.isActive) return found;
    last = found ?? last;
  }
  return last;
}

/** Looks at the claim file of one turn; `undefined` if it is gone. */
export async function findClaim(
  files: StoreFiles,
  { self, revision, lease }: Claimant,
  turn: number,
): Promise<FoundClaim | undefined> {
  const path = files.pathOf(claimName(revision, turn));
  try {
    const file = await stat(path);
    // Reading a pipe would never end.
    const entry = parseEntry(file.isFile() ? await readFile(path, "utf8") : "");
    const most = entry.lease ?? lease;
    const isAway = Math.abs(Date.now() - file.mtimeMs) > most && isOver(entry, self, most);
    if (!isAway && !(entry.holder && isDead(entry.holder, self))) return { isActive: true };
    return { isActive: false, entry };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** On the same host, somebody may have set the clock that a file's time goes by. */
function isOver({ holder, uptime }: ClaimEntry, self: Holder, lease: number): boolean {
  const now = hostUptime();
  if (holder?.host !== self.host || uptime === undefined || now === undefined) return true;
  return Math.abs(now - uptime) > lease;
}

/** The content of a claim file. */
export function writeEntry(
  { self, revision, lease }: Claimant,
  { reservation, startedAt }: { readonly reservation: string; readonly startedAt: number },
): string {
  const uptime = hostUptime();
  return JSON.stringify({ revision, startedAt, uptime, lease, reservation, holder: self });
}

/** Whether the content of a claim file names a reservation, or is not readable. */
export function isEntryOf(text: string, reservation: string): boolean {
  const value = parseJson(text);
  return !isObject(value) || !("reservation" in value) || value.reservation === reservation;
}

function parseEntry(text: string): ClaimEntry {
  const value = parseJson(text);
  return isEntry(value) ? value : { revision: 0, startedAt: 0 };
}

function isEntry(value: unknown): value is ClaimEntry {
  if (!isObject(value)) return false;
  const fields: Partial<Record<keyof ClaimEntry, unknown>> = value;
  const { revision, startedAt, uptime = 0, lease = 0, holder } = fields;
  const areNumbers = [revision, startedAt, uptime, lease].every((one) => typeof one === "number");
  return areNumbers && isHolder(holder);
}
