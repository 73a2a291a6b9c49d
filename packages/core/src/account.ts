import { failureOf } from "./failure.ts";
import type { HeldTokens } from "./held-tokens.ts";
import type { ResolvedOptions } from "./options.ts";
import { isTokenRecord } from "./record-shape.ts";
import type { Claim, TokenRecord, TokenStore } from "./store.ts";
import { isClaim } from "./store-shape.ts";
import { isTokenError, TokenError } from "./token-error.ts";
import { checkSeed, type TokenSet } from "./token-set.ts";
import { type Deadline, longestTimer, pause } from "./waiting.ts";

/** What the store holds, as this account sees it: the operator's seed may stand in for it. */
export interface Standing {
  readonly record: TokenRecord;
  /** Not in the store yet: the tokens are those of a new seed. */
  readonly seeded: boolean;
}

interface UsableSeed {
  readonly tokens: TokenSet;
  /** Tells seeds apart without keeping them. */
  readonly hash: string;
}

const nothing: TokenRecord = { revision: 0, obtainedAt: 0 };

/** An account's store, with the seed, the lease and the waiting that every change of it needs. */
export class Account {
  readonly #options: ResolvedOptions;
  readonly #held: HeldTokens;
  /** How many claims were won. */
  #wins = 0;
  #seed: Promise<UsableSeed | TokenError | undefined> | undefined;

  constructor(options: ResolvedOptions, held: HeldTokens) {
    this.#options = options;
    this.#held = held;
  }

  /**
   * The record, or what a seed that the store has not grown from puts in its place.
   * @throws {TokenError} `login_required` when there is neither
   */
  async read(): Promise<Standing> {
    const standing = await this.#look();
    if (isTokenError(standing)) throw standing;
    return standing;
  }

  /** One try to get the sole right to replace a revision. */
  async claim(revision: number): Promise<Claim | undefined> {
    const lease = { duration: this.leaseDuration };
    const claim = await this.#twice((store) => store.claim(revision, lease));
    if (!claim) return undefined;
    // Found out after the sending, it would be too late.
    if (!isClaim(claim)) {
      throw new TokenError("store_failed", "The token store gives no claim. No token was spent.");
    }
    this.#wins++;
    return claim;
  }

  /** How long a refresh may take from its claim on, ms. */
  get refreshDeadline(): number {
    return this.#options.refreshDeadline;
  }

  /** In ms; longer than the deadline, so that who keeps to that is never taken for dead. */
  get leaseDuration(): number {
    return Math.min(this.refreshDeadline + 5_000, longestTimer);
  }

  /**
   * Ends a claim with the next record; `undefined` when the revision has moved on. Where that fails, it
   * is tried again at once: a connection that was cut is replaced by another.
   */
  async commit(claim: Claim, next: TokenRecord): Promise<TokenRecord | undefined> {
    const commit = () => this.#do(() => claim.commit(next), "");
    const committed = await commit().catch(async (error: unknown) => {
      if (await commit()) return true;
      // It may have come through the first time, and somebody else's after it.
      throw error;
    });
    return committed ? next : undefined;
  }

  /** Ends a claim unused. Where that fails, the lease ends it. */
  async release(claim: Claim): Promise<void> {
    await this.#do(() => claim.release()).catch(() => {});
  }

  /**
   * Puts a state in the place of whatever is there, when nobody is at it any more.
   *
   * @param first what is done with the tokens that are there before they are replaced; where it fails,
   * they stay
   */
  replace(
    state: Pick<TokenRecord, "tokens" | "obtainedAt">,
    deadline: Deadline,
    first?: (tokens: TokenSet, deadline: Deadline) => Promise<void>,
  ): Promise<TokenRecord> {
    return this.until(deadline.signal, async () => {
      const standing = await this.#look();
      const { revision, seeds, tokens } = isTokenError(standing) ? nothing : standing.record;
      const claim = await this.claim(revision);
      if (!claim) return undefined;
      try {
        if (tokens) await first?.(tokens, deadline);
        const next = { ...state, ...(seeds && { seeds }), revision: revision + 1 };
        return await this.commit(claim, next);
      } catch (thrown) {
        await this.release(claim);
        throw failureOf(thrown, tokens);
      }
    });
  }

  /**
   * Calls `look` until it gives something: again as soon as the store says that it has changed, and
   * from time to time, less often the longer it takes. Where the store tells of changes, that is for
   * what it has not told, and many who wait shall not keep it busy.
   * @throws what `look` throws, or the reason of `signal`
   */
  async until<T>(signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
    let isTold = false;
    let wake = () => {};
    let unsubscribe: (() => void) | undefined;
    try {
      for (let since: number | undefined; ; ) {
        signal.throwIfAborted();
        const wins = this.#wins;
        isTold = false;
        const found = await look();
        if (found !== undefined) return found;
        unsubscribe ??= this.#subscribe(() => {
          isTold = true;
          wake();
        });
        // Its own doing, such as a send without an answer: that is no waiting for others.
        if (wins !== this.#wins) since = undefined;
        since ??= performance.now();
        const waited = performance.now() - since;
        const more = this.#options.store.subscribe ? waited : waited / 4;
        const rest = isTold ? 0 : Math.min(250, Math.max(5, more));
        await pause(rest, signal, (awake) => {
          wake = awake;
        });
      }
    } finally {
      unsubscribe?.();
    }
  }

  /** A store that cannot tell of changes is looked at from time to time all the same. */
  #subscribe(changed: () => void): () => void {
    const subscribed = this.#do(async (store) => store.subscribe?.(changed));
    subscribed.catch(() => {});
    return () => {
      subscribed.then((end) => end?.()).catch(() => {});
    };
  }

  /** A seed that fails matters only where the store is empty. */
  async #look(): Promise<Standing | TokenError> {
    const record = await this.#readRecord();
    this.#seed ??= this.#readSeed();
    const seed = await this.#seed;
    if (isTokenError(seed)) {
      if (record.revision > 0) return { record, seeded: false };
      this.#seed = undefined;
      return seed;
    }
    if (!seed || record.seeds?.includes(seed.hash)) return { record, seeded: false };
    // A few are kept, so that a process that still runs with a former seed does not bring it back.
    const seeds = [...(record.seeds ?? []), seed.hash].slice(-8);
    const { revision } = record;
    return { record: { revision, tokens: seed.tokens, obtainedAt: 0, seeds }, seeded: true };
  }

  /** Once more where a newer record has come in meanwhile: a slow answer is no store that has gone back. */
  async #readRecord(): Promise<TokenRecord> {
    const held = this.#held;
    for (;;) {
      const { revision } = held;
      const stored = await this.#readStore();
      if (held.revision <= Math.max(revision, stored.revision)) return held.orNewer(stored);
    }
  }

  async #readStore(): Promise<TokenRecord> {
    const record: unknown = (await this.#twice((store) => store.read())) ?? undefined;
    if (record === undefined) return nothing;
    if (isTokenRecord(record)) return record;
    throw new TokenError(
      "store_damaged",
      "The token store holds no token record of this library. It was left as it is; move it away, then log in again.",
    );
  }

  async #readSeed(): Promise<UsableSeed | TokenError | undefined> {
    if (!this.#options.seed) return undefined;
    try {
      const tokens = checkSeed(await this.#options.seed());
      return { tokens, hash: await hashOf(tokens.refreshToken ?? tokens.accessToken) };
    } catch (thrown) {
      const cause = isTokenError(thrown) ? thrown : failureOf(thrown, undefined).cause;
      return new TokenError("login_required", "The seed gives no tokens. Log in again.", { cause });
    }
  }

  /** What fails once was a connection that was cut, and there is another. */
  #twice<T>(operation: (store: TokenStore) => Promise<T>): Promise<T> {
    const once = () => this.#do(operation);
    return once().catch(once);
  }

  async #do<T>(
    operation: (store: TokenStore) => Promise<T>,
    safe = " Nothing was spent.",
  ): Promise<T> {
    try {
      return await operation(this.#options.store);
    } catch (thrown) {
      if (isTokenError(thrown)) throw thrown;
      const { cause } = failureOf(thrown, undefined);
      throw new TokenError("store_failed", `The token store does not work.${safe}`, { cause });
    }
  }
}

async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 22);
}
