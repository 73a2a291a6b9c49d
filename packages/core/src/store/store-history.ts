import { descendingFrom, epochOf, hasGoneBack, inNewEpoch, isNewEpochOf } from "./epoch.ts";
import type { TokenRecord } from "./token-store.ts";

/** How many past epochs, past refresh tokens and seeds are remembered. */
const most = 8;

/**
 * What this process has seen of a store: its newest record, and what that record has replaced. It tells
 * a store that has gone back (its file was deleted, a backup was restored, a failover lost a write) from
 * one that has moved on.
 */
export class StoreHistory {
  #record: TokenRecord = { revision: 0, obtainedAt: 0 };
  /** The newest record, ready to replace what a store holds that has gone back. */
  #restored: TokenRecord | undefined;
  /** The last epochs of records that others have replaced: none of them comes back. */
  #former: readonly string[] = [];
  /** The last refresh tokens that newer ones have replaced: a store that has one of them is older. */
  #replaced: readonly string[] = [];
  /** Hashes of the last seeds that the store has seen. */
  #seeds: readonly string[] = [];

  /** The newest record, as it was found in the store or written to it. */
  get record(): TokenRecord {
    return this.#record;
  }

  /**
   * The newer one of a stored record and the one in memory. A store that has gone back holds spent
   * tokens or none: those in memory replace them, in a new epoch, so that other processes do not take
   * that record for an older one than their own.
   */
  reconcile(stored: TokenRecord): TokenRecord {
    if (!this.isOlder(stored)) return stored;
    const restored = this.#restored ?? inNewEpoch(this.#record);
    this.#restored = descendingFrom(stored, { ...restored, revision: stored.revision });
    return this.#restored;
  }

  /** Remembers a record as the newest one. A late look at the store does not replace a newer record. */
  adopt(record: TokenRecord): void {
    if (record === this.#restored || this.isOlder(record)) return;
    this.#leave(this.#record, record);
    this.#replaced = this.#replaced.filter((token) => token !== record.tokens?.refreshToken);
    this.#record = record;
    this.#restored = undefined;
    const known = this.#seeds.filter((hash) => !record.seeds?.includes(hash));
    this.#seeds = [...known, ...(record.seeds ?? [])].slice(-most);
  }

  /**
   * Whether a record is older than the one in memory, and is to be replaced by it. If the provider has
   * refused the refresh token in memory, a record with another one that may still work is not replaced.
   */
  isOlder(record: TokenRecord): boolean {
    const { refreshToken } = record.tokens ?? {};
    const isReplaced = refreshToken !== undefined && this.#replaced.includes(refreshToken);
    const isOfPast = this.#isFormer(record) || hasGoneBack(this.#record, record);
    if (!isOfPast) return isReplaced && !isNewEpochOf(this.#record, record);
    const isOther = refreshToken !== this.#record.tokens?.refreshToken;
    const mayWork = refreshToken !== undefined && isOther && !isReplaced;
    return !(this.#record.refusal && mayWork);
  }

  /** Remembers a refresh token that the tokens of a record have replaced. */
  markReplaced(refreshToken: string | undefined, { tokens }: TokenRecord): void {
    if (refreshToken === undefined || refreshToken === tokens?.refreshToken) return;
    const others = this.#replaced.filter((other) => other !== refreshToken);
    this.#replaced = [...others, refreshToken].slice(-most);
  }

  /** Whether this process has seen a record that grew from a seed. */
  hasSeenSeed(hash: string): boolean {
    return this.#seeds.includes(hash);
  }

  /** Forgets the tokens, and keeps the place in the history. */
  forgetTokens(): void {
    const { revision, epochs } = this.#record;
    this.#record = { revision, obtainedAt: 0, ...(epochs && { epochs }) };
  }

  #isFormer(record: TokenRecord): boolean {
    const epoch = epochOf(record);
    return epoch !== undefined && this.#former.includes(epoch);
  }

  /** A store that was begun anew does not name the epochs before it: a late read may still find them. */
  #leave(record: TokenRecord, next: TokenRecord): void {
    const epoch = epochOf(record);
    if (epoch === epochOf(next)) this.markReplaced(record.tokens?.refreshToken, next);
    else if (epoch !== undefined) this.#former = [...this.#former, epoch].slice(-most);
  }
}
