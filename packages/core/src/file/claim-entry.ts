import { readFile, stat } from "node:fs/promises";
import type { Spending } from "../store/index.ts";
import { isObject, parseJson } from "../values/index.ts";
import { type Holder, hostUptime, isDead, isHolder } from "./holder.ts";
import { claimName } from "./journal-names.ts";
import type { StoreFiles } from "./store-files.ts";
import { hasCode } from "./system-error.ts";

/** The content of a claim file: which thread may spend the revision's refresh token, and since when. */
interface ClaimEntry extends Spending {
  /** When the claim was made or last extended, in ms since the host started. A clock change cannot move it. */
  readonly uptime?: number;
  /** How long the claim is valid without an extension, ms. If absent, the reader's own lease counts. */
  readonly lease?: number;
  /** Absent if the file is damaged or foreign. Then the lease alone decides whether the claim is active. */
  readonly holder?: Holder;
}

/** A claim that was found in the journal. It is inactive if its holder is dead or its lease has expired. */
export interface FoundClaim {
  readonly isActive: boolean;
  readonly entry: ClaimEntry;
  /** When the lease ends, in epoch ms. */
  readonly leaseEndsAt: number;
}

/** A thread that claims, or wants to claim, one revision of one store file. */
export interface Claimant {
  readonly files: StoreFiles;
  readonly self: Holder;
  readonly revision: number;
  /** In ms. */
  readonly lease: number;
}

/** Finds the active claim among these attempts; if there is none, the last abandoned one. */
export async function findClaims(
  claimant: Claimant,
  attempts: readonly number[],
): Promise<FoundClaim | undefined> {
  let last: FoundClaim | undefined;
  for (const attempt of attempts) {
    const found = await findClaim(claimant, attempt);
    if (found?.isActive) return found;
    last = found ?? last;
  }
  return last;
}

/** Reads the claim file of one attempt; `undefined` if the file is gone. */
export async function findClaim(
  { files, self, revision, lease }: Claimant,
  attempt: number,
): Promise<FoundClaim | undefined> {
  const path = files.pathOf(claimName(revision, attempt));
  try {
    const file = await stat(path);
    // Do not read anything but a regular file: reading a named pipe would never return.
    const entry = parseEntry(file.isFile() ? await readFile(path, "utf8") : "");
    const duration = entry.lease ?? lease;
    const age = Date.now() - file.mtimeMs;
    const ageByUptime = uptimeSince(entry, self) ?? age;
    const isExpired = Math.abs(age) > duration && Math.abs(ageByUptime) > duration;
    const isActive = !isExpired && !(entry.holder && isDead(entry.holder, self));
    return { isActive, entry, leaseEndsAt: Date.now() - ageByUptime + duration };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * How long ago the claim was made or last extended, in ms, by the uptime of the host. The file's modification time
 * alone would be wrong if the system clock was changed meanwhile.
 *
 * @returns `undefined` for a claim of another host
 */
function uptimeSince({ holder, uptime }: ClaimEntry, self: Holder): number | undefined {
  const now = hostUptime();
  if (holder?.host !== self.host || uptime === undefined || now === undefined) return undefined;
  return now - uptime;
}

/** Formats the content of a claim file, with the current uptime. */
export function writeEntry(
  { self, revision, lease }: Claimant,
  { reservation, startedAt }: { readonly reservation: string; readonly startedAt: number },
): string {
  const uptime = hostUptime();
  return JSON.stringify({ revision, startedAt, uptime, lease, reservation, holder: self });
}

/** Whether a claim file belongs to this reservation. Unreadable content counts as its own. */
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
