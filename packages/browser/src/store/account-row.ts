import {
  descendsFrom,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";

/** A claim as it is stored. */
export interface StoredClaim {
  readonly id: string;
  /** When the claim was made, in epoch ms. */
  readonly startedAt: number;
  /** When the lease was last started, in epoch ms. All contexts of an origin share one clock. */
  readonly leasedAt: number;
  /** The length of the lease, in ms. */
  readonly duration: number;
  /** Whether the claimant holds the Web Lock of this claim for as long as its context lives. */
  readonly isLocked: boolean;
}

/** What the database holds for one account. */
export interface AccountRow {
  /** 0 if there is no record. */
  readonly revision: number;
  /** The record as text. */
  readonly record?: string;
  /** The epochs of the record, so that a commit need not parse its text. */
  readonly epochs?: readonly string[];
  readonly claim?: StoredClaim;
  /** A claim of this revision that was neither committed nor released. */
  readonly abandoned?: Spending;
}

/** An attempt to claim a revision. */
export interface ClaimAttempt {
  readonly revision: number;
  readonly claim: StoredClaim;
  /** The id of a claim whose holder is known to be dead. */
  readonly dead?: string;
  /** A claim whose lease had expired, and whose holder was asked and did not answer. */
  readonly silent?: StoredClaim;
}

/**
 * Returns the row with the new claim, or with an older claim that still holds.
 *
 * @returns `undefined` if the row must not change, because the claim is refused
 */
export function withClaim(
  row: AccountRow,
  { revision, claim, dead, silent }: ClaimAttempt,
): AccountRow | undefined {
  if (row.revision !== revision) return undefined;
  const { claim: held, ...others } = row;
  if (!held) return { ...row, claim };
  const now = claim.leasedAt;
  if (held.id !== dead) {
    // The clock was set back. Start the lease again: otherwise it would end too late by that time.
    if (held.leasedAt > now) return { ...row, claim: { ...held, leasedAt: now } };
    const isSilent = silent?.id === held.id && silent.leasedAt === held.leasedAt;
    if (!isSilent) return undefined;
  }
  return { ...others, claim, abandoned: { revision, startedAt: held.startedAt } };
}

/** Whether the holder of a claim has given no sign of life for the time of its lease. */
export function isExpired({ leasedAt, duration }: StoredClaim): boolean {
  return Date.now() >= leasedAt + duration;
}

/** Returns the row with the lease of a claim restarted; `undefined` if the claim has ended. */
export function withLeaseRestarted(row: AccountRow, id: string): AccountRow | undefined {
  const { claim } = row;
  return claim?.id === id ? { ...row, claim: { ...claim, leasedAt: Date.now() } } : undefined;
}

/** Returns the row without a claim; `undefined` if the claim has ended. */
export function withoutClaim(row: AccountRow, id: string): AccountRow | undefined {
  const { claim, ...others } = row;
  return claim?.id === id ? others : undefined;
}

/**
 * Returns the row with the record that follows a revision, and without a claim.
 *
 * @returns `undefined` if the record must not be stored
 */
export function withRecord(
  row: AccountRow,
  revision: number,
  next: TokenRecord,
): AccountRow | undefined {
  const record = writeTokenRecord(next);
  // The record was stored before, but the confirmation got lost.
  if (row.revision === next.revision && row.record === record) return row;
  if (row.revision !== revision || !descendsFrom(next, row)) return undefined;
  const { epochs } = next;
  return { revision: next.revision, record, ...(epochs && { epochs }) };
}
