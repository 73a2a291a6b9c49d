import type { TokenRecord } from "./token-store.ts";

/** In a record; older epochs are forgotten. */
const most = 8;

/**
 * The record with an epoch of its own: its revisions and those of the epoch before it are not
 * comparable, as two records may have the same one.
 */
export function inNewEpoch(record: TokenRecord): TokenRecord {
  return { ...record, epochs: [...(record.epochs ?? []), newEpoch()].slice(-most) };
}

/** The record as it is, or in a first epoch if it has none. */
export function inSomeEpoch(record: TokenRecord): TokenRecord {
  return record.epochs ? record : inNewEpoch(record);
}

/** The epoch that a record is in. */
export function epochOf(record: Pick<TokenRecord, "epochs"> | undefined): string | undefined {
  return record?.epochs?.at(-1);
}

/** Unique among the records that one account has ever had. */
function newEpoch(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2);
}

/** Whether a record that is to replace another one belongs to its history. */
export function descendsFrom(
  next: Pick<TokenRecord, "epochs">,
  current: Pick<TokenRecord, "epochs"> | undefined,
): boolean {
  const epoch = epochOf(current);
  return epoch === undefined || !next.epochs || next.epochs.includes(epoch);
}

/**
 * Whether a store that held one record now holds an older one, or none: its file was deleted, a backup
 * was restored, or a write was lost in a failover. A store that was begun anew has not gone back.
 */
export function hasGoneBack(held: TokenRecord, stored: TokenRecord): boolean {
  if (stored.revision === 0) return held.revision > 0;
  const epoch = epochOf(stored);
  const own = epochOf(held);
  if (epoch === undefined || own === undefined || epoch === own) {
    return stored.revision < held.revision;
  }
  return held.epochs?.includes(epoch) ?? false;
}

/** Whether a record began a new epoch of the held one's history: by a login, for example. */
export function isNewEpochOf(held: TokenRecord, record: TokenRecord): boolean {
  return epochOf(held) !== epochOf(record) && descendsFrom(record, held);
}

/** Whether a record of a store is the held one, or one that came after it in the same history. */
export function isSuccessor(stored: TokenRecord, held: TokenRecord): boolean {
  return descendsFrom(stored, held) && !hasGoneBack(held, stored);
}

/**
 * The record, able to replace another one. A store that was begun anew and has then gone back holds an
 * epoch that the record does not name.
 */
export function descendingFrom(current: TokenRecord, next: TokenRecord): TokenRecord {
  const epoch = epochOf(current);
  if (epoch === undefined || descendsFrom(next, current)) return next;
  return { ...next, epochs: [epoch, ...(next.epochs ?? []).slice(1 - most)] };
}
