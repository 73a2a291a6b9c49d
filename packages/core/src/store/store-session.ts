import { TokenError } from "../errors/index.ts";
import { longestTimer } from "../time/index.ts";
import { malformedTokenIn } from "../tokens/index.ts";
import { descendsFrom, isSuccessor } from "./epoch.ts";
import type { Pollable } from "./poll-until.ts";
import { isTokenRecord } from "./record-shape.ts";
import { damagedRecord } from "./record-text.ts";
import type { StoreHistory } from "./store-history.ts";
import { asStoreError, isRetryable, retryOnce } from "./store-operation.ts";
import { isClaim } from "./store-shape.ts";
import type { Claim, ReadClaim, TokenRecord, TokenStore } from "./token-store.ts";

/** The options of a manager that its session needs. */
export interface SessionOptions {
  readonly store: TokenStore;
  /** How long a caller waits, and how long one operation of the store may take, in ms. */
  readonly refreshDeadline: number;
  /** How long one request to the token endpoint may take, in ms. */
  readonly sendDeadline: number;
}

/** A claim with its lease. */
export interface LeasedClaim {
  readonly claim: Claim;
  /** How long the claim is valid without a sign of life, in ms. */
  readonly lease: number;
}

/** A record, and the claim on it if it was granted in the same step. */
export interface ReadRecord {
  /** The stored record, or a newer one that this process has seen. */
  readonly record: TokenRecord;
  readonly leased: LeasedClaim | undefined;
  /** Whether another process has the claim. */
  readonly isTaken: boolean;
}

/** Stands for the record of an empty store. */
const emptyRecord: TokenRecord = { revision: 0, obtainedAt: 0 };

/**
 * A manager's access to its store. It adds typed errors, one retry of a failed operation, leases of a suitable
 * length, and protection against a store that was rolled back to older tokens.
 */
export class StoreSession implements Pollable {
  readonly #options: SessionOptions;
  readonly #history: StoreHistory;
  #claimsWon = 0;
  /** Whether the store can extend leases. The first claim shows it. */
  #isExtendable = true;

  constructor(options: SessionOptions, history: StoreHistory) {
    this.#options = options;
    this.#history = history;
  }

  get claimsWon(): number {
    return this.#claimsWon;
  }

  /** The newest record that this process has seen. */
  get known(): TokenRecord {
    return this.#history.record;
  }

  get reportsChanges(): boolean {
    return this.#options.store.subscribe !== undefined;
  }

  /**
   * Returns the stored record, or a newer one that this process has seen. If this process has adopted another
   * record during the read, it reads again: a slow read does not mean that the store was rolled back.
   */
  async read(): Promise<TokenRecord> {
    const history = this.#history;
    for (;;) {
      const { record } = history;
      const stored = await this.#readStore();
      if (this.#isLate(record, stored)) continue;
      history.adopt(stored);
      return history.reconcile(stored);
    }
  }

  /**
   * Tries once to get the exclusive right to replace a revision.
   *
   * @param signal aborts if no caller waits for the claim any more
   * @returns `undefined` if another process has the claim, or the revision has changed
   */
  async claim(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const leased = await this.#claimOnce(revision, signal);
    if (!leased || (await this.#isLongEnough(leased))) return leased;
    return this.#claimOnce(revision, signal);
  }

  /**
   * Reads the store and, if its record has the revision of the {@link known} one, tries to claim it in the same step.
   *
   * @param signal aborts if no caller waits for the claim any more
   * @returns `undefined` if the store must be read first
   */
  async readAndClaim(signal: AbortSignal): Promise<ReadRecord | undefined> {
    const history = this.#history;
    const { record: known } = history;
    const { store } = this.#options;
    if (!store.readAndClaim || known.revision === 0) return undefined;
    const duration = this.#lease;
    const read = await retryOnce(async (): Promise<ReadClaim> => {
      return (await store.readAndClaim?.(known.revision, { duration, signal })) ?? {};
    });
    const leased = read.claim && this.#leased(read.claim, duration);
    let isUsable = false;
    try {
      const stored = checkedRecord(read.record);
      const isOther = leased && stored.revision !== known.revision;
      if (this.#isLate(known, stored) || isOther || (leased && !(await this.#isLongEnough(leased))))
        return undefined;
      history.adopt(stored);
      isUsable = true;
      const isTaken = !leased && stored.revision === known.revision;
      return { record: history.reconcile(stored), leased, isTaken };
    } finally {
      if (leased && !isUsable) await this.release(leased.claim);
    }
  }

  /**
   * Replaces the record and ends the claim.
   *
   * @returns the record, or a newer one that has replaced it; `undefined` if the revision has changed
   */
  async commit(claim: Claim, next: TokenRecord): Promise<TokenRecord | undefined> {
    const { record } = this.#history;
    const commit = () => asStoreError(() => claim.commit(next), "");
    const committed = await commit().catch(async (error: unknown) => {
      if (!isRetryable(error)) throw error;
      if (await commit()) return true;
      // The first commit may have succeeded, and another process may have replaced its record.
      throw error;
    });
    if (committed) return this.#isNewest(record, next) ? next : this.#readAfter(next);
    // Usually, the claim has ended with its revision. But if the store was started anew, it may have a record
    // with the same revision, which the claim would block.
    await this.release(claim);
    return undefined;
  }

  /** Ends a claim without a commit. If this fails, the claim ends with its lease. */
  async release(claim: Claim): Promise<void> {
    await asStoreError(() => claim.release()).catch(() => {});
  }

  /** Exceptions are ignored, because the store is also polled. */
  subscribe(changed: () => void): () => void {
    const { store } = this.#options;
    const subscribed = asStoreError(async () => store.subscribe?.(changed));
    subscribed.catch(() => {});
    return () => {
      subscribed.then((end) => end?.()).catch(() => {});
    };
  }

  /** Whether this process has adopted another record since `before`, and the store was read before that. */
  #isLate(before: TokenRecord, stored: TokenRecord): boolean {
    const { record } = this.#history;
    return record !== before && !isSuccessor(stored, record);
  }

  async #claimOnce(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const duration = this.#lease;
    const { store } = this.#options;
    const claim = await retryOnce(() => store.claim(revision, { duration, signal }));
    return claim && this.#leased(claim, duration);
  }

  /** @throws {TokenError} if the store has returned something else than a claim */
  #leased(claim: Claim, duration: number): LeasedClaim {
    // After the request, it would be too late to notice that the claim cannot be committed.
    if (!isClaim(claim)) {
      const message = "The token store's claim() returned no claim. No token was spent.";
      throw new TokenError("store_failed", message);
    }
    this.#claimsWon++;
    return { claim, lease: Math.min(duration, claim.lease ?? duration) };
  }

  /**
   * Whether a claim can be held for a whole request. If the store cannot extend it, and its lease is too short, it
   * is released, and the next one gets a long lease.
   */
  async #isLongEnough({ claim, lease }: LeasedClaim): Promise<boolean> {
    if (claim.extend || lease >= this.#longLease) return true;
    this.#isExtendable = false;
    await this.release(claim);
    return false;
  }

  /** For the next claim, in ms. */
  get #lease(): number {
    return this.#isExtendable ? this.#shortLease : this.#longLease;
  }

  /** For a store that extends leases: longer than its operations around a request may take, in ms. */
  get #shortLease(): number {
    return leaseOver(Math.min(this.#options.refreshDeadline, 10_000));
  }

  /** For other stores: longer than a request may take, in ms. */
  get #longLease(): number {
    return leaseOver(this.#options.sendDeadline);
  }

  /**
   * Whether a committed record is surely the newest one. It may not be if this process has adopted a record of
   * another history since `before`, because the store was started anew.
   */
  #isNewest(before: TokenRecord, committed: TokenRecord): boolean {
    const { record } = this.#history;
    return record === before || descendsFrom(committed, record);
  }

  /** Returns the stored record or, if the store cannot be read, the committed one. */
  #readAfter(committed: TokenRecord): Promise<TokenRecord> {
    return this.read().catch(() => committed);
  }

  async #readStore(): Promise<TokenRecord> {
    const { store } = this.#options;
    return checkedRecord(await retryOnce(() => store.read()));
  }
}

/** @throws {TokenError} `store_damaged` if the store has returned something else than a record */
function checkedRecord(record: unknown): TokenRecord {
  if (record === undefined || record === null) return emptyRecord;
  if (isTokenRecord(record) && !malformedTokenIn(record.tokens ?? {})) return record;
  throw damagedRecord("The token store");
}

/** Returns a lease that is longer than the given time, with a margin, in ms. */
function leaseOver(covered: number): number {
  return Math.min(covered + 5_000, longestTimer);
}
