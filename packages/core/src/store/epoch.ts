import type { TokenRecord } from "./token-store.ts";

/** How many epochs a record lists. Older ones are removed. */
const maxEpochs = 8;

/**
 * Returns the record in a new epoch. An epoch is one history of a store: revisions can be compared only
 * within an epoch, because two histories may use the same revision for different records.
 */
export function withNewEpoch(record: TokenRecord): TokenRecord {
  return { ...record, epochs: [...(record.epochs ?? []), newEpoch()].slice(-maxEpochs) };
}

/** Returns the record unchanged, or in a first epoch if it has none. */
export function withEpoch(record: TokenRecord): TokenRecord {
  return record.epochs ? record : withNewEpoch(record);
}

/** Returns the epoch that a record is in. */
export function epochOf(record: Pick<TokenRecord, "epochs"> | undefined): string | undefined {
  return record?.epochs?.at(-1);
}

/** Returns an id that no other epoch of the same account has. */
function newEpoch(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2);
}

/** Whether `next` belongs to the history of `current`. If not, it must not replace it. */
export function descendsFrom(
  next: Pick<TokenRecord, "epochs">,
  current: Pick<TokenRecord, "epochs"> | undefined,
): boolean {
  const epoch = epochOf(current);
  return epoch === undefined || !next.epochs || next.epochs.includes(epoch);
}

/**
 * Whether a store that held one record now has an older one, or none: its file was deleted, a backup was
 * restored, or a failover lost a write. A store that was started anew is not rolled back.
 */
export function isRolledBack(held: TokenRecord, stored: TokenRecord): boolean {
  if (stored.revision === 0) return held.revision > 0;
  const epoch = epochOf(stored);
  const own = epochOf(held);
  if (epoch === undefined || own === undefined || epoch === own) {
    return stored.revision < held.revision;
  }
  return held.epochs?.includes(epoch) ?? false;
}

/** Whether a record started a new epoch in the history of the held record, for example by a login. */
export function startsNewEpoch(held: TokenRecord, record: TokenRecord): boolean {
  return epochOf(held) !== epochOf(record) && descendsFrom(record, held);
}

/** Whether a stored record is the held one, or a later one of the same history. */
export function isSuccessor(stored: TokenRecord, held: TokenRecord): boolean {
  return descendsFrom(stored, held) && !isRolledBack(held, stored);
}

/**
 * Returns `next` with the epoch of `current` in its list, so that it may replace `current`. The epoch is
 * missing if the store was started anew and then rolled back.
 */
export function asDescendantOf(current: TokenRecord, next: TokenRecord): TokenRecord {
  const epoch = epochOf(current);
  if (epoch === undefined || descendsFrom(next, current)) return next;
  return { ...next, epochs: [epoch, ...(next.epochs ?? []).slice(1 - maxEpochs)] };
}
