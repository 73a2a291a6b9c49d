import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import type { ResolvedOptions, TokenCache } from "../manager/index.ts";
import {
  type Deadline,
  delay,
  longestTimer,
  SharedWork,
  stopped,
  throwIfAborted,
  withDeadline,
} from "../time/index.ts";
import { oddTokenIn, type TokenSet } from "../tokens/index.ts";
import { descendsFrom, inNewEpoch, inSomeEpoch, isSuccessor } from "./epoch.ts";
import { afterAbandoned } from "./next-record.ts";
import { isTokenRecord } from "./record-shape.ts";
import { readSeed, type UsableSeed } from "./seed.ts";
import { isClaim } from "./store-shape.ts";
import type { Claim, TokenRecord, TokenStore } from "./token-store.ts";

/** What a look at the store has found, or when to look again. */
export type Look<T> =
  | { readonly found: T }
  /** When the store tells of a change, and from time to time; or after so many ms. */
  | { readonly again: "changed" | number };

/** What the store holds, as this account sees it: the operator's seed may stand in for it. */
export interface StoreView {
  readonly record: TokenRecord;
  /** Not in the store yet: the tokens are those of a new seed. */
  readonly seeded: boolean;
}

/** A claim, and how long it stands without a sign of life, ms. */
export interface LeasedClaim {
  readonly claim: Claim;
  readonly lease: number;
}

/** A login, or its end. */
export interface Replacement {
  readonly state: Pick<TokenRecord, "tokens" | "obtainedAt">;
  readonly deadline: Deadline;
  /** What is done with the present tokens before they are replaced; if it fails, they stay. */
  readonly first?: ((tokens: TokenSet, deadline: Deadline) => Promise<void>) | undefined;
  /** A claim of this process whose request goes on without callers: a login does not wait for it. */
  heldClaim(revision: number): Claim | undefined;
}

/** Between two looks at a store, ms: somebody may have logged in. */
const longestRest = 1_000;

const nothing: TokenRecord = { revision: 0, obtainedAt: 0 };

/** An account's store, with the seed, the lease and the waiting that every change of it needs. */
export class StoreSession {
  readonly #options: ResolvedOptions;
  readonly #held: TokenCache;
  #claimsWon = 0;
  /** Whether leases can be extended; known from the first claim on. */
  #isExtendable = true;
  /** The store was empty when the seed was read. */
  #isSeedFirst = false;
  #seed: SharedWork<UsableSeed | TokenError | undefined> | undefined;

  constructor(options: ResolvedOptions, held: TokenCache) {
    this.#options = options;
    this.#held = held;
  }

  /**
   * The record, or what a seed that the store has not grown from puts in its place.
   * @throws {TokenError} `login_required` when there is neither
   */
  async read(): Promise<StoreView> {
    const view = await this.#look();
    if (isTokenError(view)) throw view;
    return view;
  }

  /**
   * One try to get the sole right to replace a revision.
   * @param signal aborts if nobody waits for the claim any more
   * @returns `undefined` when somebody else has it, or the revision has moved on
   */
  async claim(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const leased = await this.#claimOnce(revision, signal);
    if (!leased || leased.claim.extend || leased.lease >= this.#longLease) return leased;
    // The lease of this store cannot be extended during a request: it must cover the whole request.
    this.#isExtendable = false;
    await this.release(leased.claim);
    return this.#claimOnce(revision, signal);
  }

  async #claimOnce(revision: number, signal: AbortSignal): Promise<LeasedClaim | undefined> {
    const lease = this.#isExtendable ? this.#shortLease : this.#longLease;
    const claim = await this.#retryOnce((store) =>
      store.claim(revision, { duration: lease, signal }),
    );
    if (!claim) return undefined;
    // Checked here, because after the request it would be too late.
    if (!isClaim(claim)) {
      throw new TokenError("store_failed", "The token store gives no claim. No token was spent.");
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
   * Ends a claim with the next record. A commit that fails is retried once, because the usual cause is
   * a dropped connection.
   *
   * @returns the record, or one that has replaced it since; `undefined` when the revision has moved on
   */
  async commit(claim: Claim, next: TokenRecord): Promise<TokenRecord | undefined> {
    const { record } = this.#held;
    const commit = () => this.#asStoreError(() => claim.commit(next), "");
    const committed = await commit().catch(async (error: unknown) => {
      if (!mayPass(error)) throw error;
      if (await commit()) return true;
      // It may have come through the first time, and somebody else's after it.
      throw error;
    });
    if (committed) return this.#isRecent(record, next) ? next : this.#readAfter(next);
    // Of a revision that has moved on, nothing is left to release; a store that was begun anew may be at it.
    await this.release(claim);
    return undefined;
  }

  /**
   * Whether a committed record is newer than the one in memory. If that is of another history and was
   * adopted since `before`, either may be the newer one: the store was begun anew.
   */
  #isRecent(before: TokenRecord, committed: TokenRecord): boolean {
    const { record } = this.#held;
    return record === before || descendsFrom(committed, record);
  }

  /** What the store holds now; if it cannot be read, what was committed. */
  #readAfter(committed: TokenRecord): Promise<TokenRecord> {
    return this.#readRecord().catch(() => committed);
  }

  /** Has the other processes leave an access token as it is that was rejected although it is new. */
  async coolDown(accessToken: string, { signal }: Deadline): Promise<void> {
    const { cooldown } = this.#options;
    const record = inSomeEpoch(await this.#readRecord());
    if (record.tokens?.accessToken !== accessToken || record.retry || record.refusal) return;
    const claim = (await this.claim(record.revision, signal))?.claim;
    if (!claim) return;
    // After this commit, nobody is told of the abandoned claim any more: the record has to say so.
    const doubt = claim.abandoned && record.tokens.refreshToken !== undefined;
    const base = doubt ? afterAbandoned(record) : { ...record, revision: record.revision + 1 };
    await this.commit(claim, { ...base, coolsUntil: Date.now() + cooldown }).catch(() =>
      this.release(claim),
    );
  }

  /** Ends a claim unused. Where that fails, the lease ends it. */
  async release(claim: Claim): Promise<void> {
    await this.#asStoreError(() => claim.release()).catch(() => {});
  }

  /** Replaces whatever is stored, under a claim of its own or one that this process holds. */
  replace(replacement: Replacement): Promise<TokenRecord> {
    const { refreshDeadline } = this.#options;
    // Others may have the claim for long; an operation of the store must not take as long.
    const look = () => withDeadline(refreshDeadline, (own) => this.#replaceOnce(replacement, own));
    return this.pollUntil(replacement.deadline.signal, look);
  }

  async #replaceOnce(
    { state, first, heldClaim }: Replacement,
    deadline: Deadline,
  ): Promise<Look<TokenRecord>> {
    const view = await this.#look();
    // Whoever still holds older tokens must not take this record for an older one.
    const base = inNewEpoch(isTokenError(view) ? nothing : view.record);
    const { revision, seeds, tokens, epochs } = base;
    const held = heldClaim(revision);
    const claim = held ?? (await this.claim(revision, deadline.signal))?.claim;
    if (!claim) return { again: "changed" };
    try {
      if (tokens) await first?.(tokens, deadline);
      const kept = { ...(seeds && { seeds }), ...(epochs && { epochs }) };
      const next = { ...state, ...kept, revision: revision + 1 };
      const committed = await this.commit(claim, next);
      return committed ? { found: committed } : { again: "changed" };
    } catch (thrown) {
      if (!held) await this.release(claim);
      throw thrown;
    }
  }

  /**
   * Calls `look` until it finds something: again as soon as the store tells of a change, and from time
   * to time, less often the longer it takes. A store that tells of changes is polled less often, for
   * what it may have missed to tell: many waiting processes must not keep it busy.
   *
   * @throws what `look` throws, or the reason of `signal`
   */
  async pollUntil<T>(signal: AbortSignal, look: () => Promise<Look<T>>): Promise<T> {
    let isChanged = false;
    let wake = () => {};
    let unsubscribe: (() => void) | undefined;
    try {
      for (let since: number | undefined; ; ) {
        throwIfAborted(signal);
        const claimsWon = this.#claimsWon;
        isChanged = false;
        const result = await look();
        if ("found" in result) return result.found;
        unsubscribe ??= this.#subscribe(() => {
          isChanged = true;
          wake();
        });
        // We won a claim ourselves, so this was no wait: reset the back-off.
        if (claimsWon !== this.#claimsWon) since = undefined;
        since ??= performance.now();
        const { again } = result;
        const rest = again === "changed" ? this.#restAfter(performance.now() - since) : again;
        await delay(isChanged ? 0 : Math.min(rest, longestRest), signal, (awake) => {
          wake = awake;
        });
      }
    } finally {
      unsubscribe?.();
    }
  }

  /** @param waited how long it has been polled, ms */
  #restAfter(waited: number): number {
    const more = this.#options.store.subscribe ? waited : waited / 4;
    return Math.min(250, Math.max(5, more));
  }

  /** A store that cannot tell of changes is looked at from time to time all the same. */
  #subscribe(changed: () => void): () => void {
    const subscribed = this.#asStoreError(async (store) => store.subscribe?.(changed));
    subscribed.catch(() => {});
    return () => {
      subscribed.then((end) => end?.()).catch(() => {});
    };
  }

  /** A seed that fails matters only where the store is empty. */
  async #look(): Promise<StoreView | TokenError> {
    const record = await this.#readRecord();
    const seed = await this.#readSeed();
    if (isTokenError(seed)) {
      if (record.revision > 0) return { record, seeded: false };
      this.#seed = undefined;
      return seed;
    }
    if (!seed) return { record, seeded: false };
    if (record.seeds?.includes(seed.hash)) {
      this.#held.markReplaced(seed.tokens.refreshToken, record);
      return { record, seeded: false };
    }
    // A few are kept, so that a process that still runs with a former seed does not bring it back.
    const seeds = [...(record.seeds ?? []), seed.hash].slice(-8);
    // A login by a process that has no seed has put another record there: this seed is used up.
    if (this.#held.record.seeds?.includes(seed.hash)) {
      return { record: { ...record, seeds }, seeded: false };
    }
    // A record that came into an empty store after this seed was read is newer than the seed.
    if (record.revision === 0) this.#isSeedFirst = true;
    else if (this.#isSeedFirst) return { record, seeded: false };
    const { revision, epochs = [] } = inNewEpoch(record);
    const seeded = { revision, epochs, tokens: seed.tokens, obtainedAt: 0, seeds };
    return { record: seeded, seeded: true };
  }

  async #readSeed(): Promise<UsableSeed | TokenError | undefined> {
    for (;;) {
      this.#seed ??= new SharedWork(readSeed(this.#options.seed));
      const seed = await this.#seed.settled();
      if (seed !== stopped) return seed;
      this.#seed = undefined;
    }
  }

  /**
   * Reads again if this process has adopted another record meanwhile: a slow answer is no sign of a store
   * that has gone back or was begun anew.
   */
  async #readRecord(): Promise<TokenRecord> {
    const held = this.#held;
    for (;;) {
      const { record } = held;
      const stored = await this.#readStore();
      const isLate = record !== held.record && !isSuccessor(stored, held.record);
      if (!isLate) return held.reconcile(stored);
    }
  }

  async #readStore(): Promise<TokenRecord> {
    const record: unknown = (await this.#retryOnce((store) => store.read())) ?? undefined;
    if (record === undefined) return nothing;
    if (isTokenRecord(record) && !oddTokenIn(record.tokens ?? {})) return record;
    throw new TokenError(
      "store_damaged",
      "The token store holds no token record of this library. It was left as it is; move it away, then log in again.",
    );
  }

  /** The usual cause of a failure is a dropped connection, and the client has another. */
  #retryOnce<T>(operation: (store: TokenStore) => Promise<T>): Promise<T> {
    const once = () => this.#asStoreError(operation);
    return once().catch((error: unknown) => {
      if (!mayPass(error)) throw error;
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
function mayPass(error: unknown): boolean {
  return isTokenError(error) && error.code === "store_failed";
}

/** @param covered what a lease has to outlast, ms */
function leaseOver(covered: number): number {
  return Math.min(covered + 5_000, longestTimer);
}
