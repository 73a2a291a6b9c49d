import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import { longestTimer } from "../time/index.ts";
import { oddTokenIn } from "../tokens/index.ts";
import { descendsFrom, isSuccessor } from "./epoch.ts";
import type { Pollable } from "./poll-until.ts";
import { isTokenRecord } from "./record-shape.ts";
import { damagedRecord } from "./record-text.ts";
import type { StoreHistory } from "./store-history.ts";
import { isClaim } from "./store-shape.ts";
import type { Claim, TokenRecord, TokenStore } from "./token-store.ts";

/** What a session needs to know. */
export interface SessionOptions {
  readonly store: TokenStore;
  /** How long a caller waits, and how long one operation of the store may take, ms. */
  readonly refreshDeadline: number;
  /** How long one request to the token endpoint may take, ms. */
  readonly sendDeadline: number;
}

/** A claim, and how long it stands without a sign of life, ms. */
export interface LeasedClaim {
  readonly claim: Claim;
  readonly lease: number;
}

/** What an empty store holds. */
const nothing: TokenRecord = { revision: 0, obtainedAt: 0 };

/**
 * One manager's work with its store: typed errors, one retry of a failed operation, leases that suit the
 * store, and records that never go back to older tokens.
 */
export class StoreSession implements Pollable {
  readonly #options: SessionOptions;
  readonly #history: StoreHistory;
  #claimsWon = 0;
  /** Whether leases can be extended; known from the first claim on. */
  #isExtendable = true;

  constructor(options: SessionOptions, history: StoreHistory) {
    this.#options = options;
    this.#history = history;
  }

  get claimsWon(): number {
    return this.#claimsWon;
  }

  get reportsChanges(): boolean {
    return this.#options.store.subscribe !== undefined;
  }

  /**
   * What the store holds, or the newer record that this process has seen. Reads again if this process
   * has adopted another record meanwhile: a slow read does not mean that the store has gone back.
   */
  async read(): Promise<TokenRecord> {
    const history = this.#history;
    for (;;) {
      const { record } = history;
      const stored = await this.#readStore();
      const isLate = record !== history.record && !isSuccessor(stored, history.record);
      if (isLate) continue;
      history.adopt(stored);
      return history.reconcile(stored);
    }
  }

  /**
   * Tries once to get the sole right to replace a revision.
   *
   * @param signal aborts if no caller waits for the claim any more
   * @returns `undefined` if another process has it, or the revision has moved on
   */
  async claim(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const leased = await this.#claimOnce(revision, signal);
    if (!leased || leased.claim.extend || leased.lease >= this.#longLease) return leased;
    // The lease of this store cannot be extended during a request: it must cover the whole request.
    this.#isExtendable = false;
    await this.release(leased.claim);
    return this.#claimOnce(revision, signal);
  }

  /**
   * Ends a claim with the next record. A commit that fails is retried once, because the usual cause is
   * a dropped connection.
   *
   * @returns the record, or one that has replaced it since; `undefined` if the revision has moved on
   */
  async commit(claim: Claim, next: TokenRecord): Promise<TokenRecord | undefined> {
    const { record } = this.#history;
    const commit = () => this.#asStoreError(() => claim.commit(next), "");
    const committed = await commit().catch(async (error: unknown) => {
      if (!isRetryable(error)) throw error;
      if (await commit()) return true;
      // It may have come through the first time, and another process's commit after it.
      throw error;
    });
    if (committed) return this.#isRecent(record, next) ? next : this.#readAfter(next);
    // The revision has moved on, so nothing is left to release; a store that was begun anew may be at it.
    await this.release(claim);
    return undefined;
  }

  /** Ends a claim unused. If that fails, its lease ends it. */
  async release(claim: Claim): Promise<void> {
    await this.#asStoreError(() => claim.release()).catch(() => {});
  }

  /** A store that cannot report changes is polled instead. */
  subscribe(changed: () => void): () => void {
    const subscribed = this.#asStoreError(async (store) => store.subscribe?.(changed));
    subscribed.catch(() => {});
    return () => {
      subscribed.then((end) => end?.()).catch(() => {});
    };
  }

  async #claimOnce(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const lease = this.#isExtendable ? this.#shortLease : this.#longLease;
    const claim = await this.#retryOnce((store) =>
      store.claim(revision, { duration: lease, signal }),
    );
    if (!claim) return undefined;
    // Checked here, because after the request it would be too late.
    if (!isClaim(claim)) {
      throw new TokenError(
        "store_failed",
        "The token store's claim() returned no claim. No token was spent.",
      );
    }
    this.#claimsWon++;
    return { claim, lease };
  }

  /** Longer than the store's operations around a request may take; a heartbeat extends it, ms. */
  get #shortLease(): number {
    return leaseOver(Math.min(this.#options.refreshDeadline, 10_000));
  }

  /** Covers a whole request, ms. */
  get #longLease(): number {
    return leaseOver(this.#options.sendDeadline);
  }

  /**
   * Whether a committed record is newer than the one in memory. If that is of another history and was
   * adopted since `before`, either may be the newer one: the store was begun anew.
   */
  #isRecent(before: TokenRecord, committed: TokenRecord): boolean {
    const { record } = this.#history;
    return record === before || descendsFrom(committed, record);
  }

  /** What the store holds now; if it cannot be read, what was committed. */
  #readAfter(committed: TokenRecord): Promise<TokenRecord> {
    return this.read().catch(() => committed);
  }

  async #readStore(): Promise<TokenRecord> {
    const record: unknown = (await this.#retryOnce((store) => store.read())) ?? undefined;
    if (record === undefined) return nothing;
    if (isTokenRecord(record) && !oddTokenIn(record.tokens ?? {})) return record;
    throw damagedRecord("The token store");
  }

  /** Retries once: the usual cause of a failure is a dropped connection, and the client has another. */
  #retryOnce<T>(operation: (store: TokenStore) => Promise<T>): Promise<T> {
    const once = () => this.#asStoreError(operation);
    return once().catch((error: unknown) => {
      if (!isRetryable(error)) throw error;
      return once();
    });
  }

  async #asStoreError<T>(
    operation: (store: TokenStore) => Promise<T>,
    safe = " Nothing was spent.",
  ): Promise<T> {
    try {
      return await operation(this.#options.store);
    } catch (thrown) {
      if (isTokenError(thrown)) throw thrown;
      throw new TokenError("store_failed", `The token store does not work.${safe}`, {
        cause: safeCause(thrown, undefined),
      });
    }
  }
}

/** A damaged store, for example, is as damaged a moment later. */
function isRetryable(error: unknown): boolean {
  return isTokenError(error) && error.code === "store_failed";
}

/** @param covered what a lease has to outlast, ms */
function leaseOver(covered: number): number {
  return Math.min(covered + 5_000, longestTimer);
}
