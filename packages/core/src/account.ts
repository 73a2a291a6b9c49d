import { failureOf } from "./failure.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Claim, TokenRecord, TokenStore } from "./store.ts";
import { isTokenError, TokenError } from "./token-error.ts";
import { checkSeed, type TokenSet } from "./token-set.ts";
import { pause } from "./waiting.ts";

/** What the store holds, as this account sees it: the operator's seed may stand in for it. */
export interface Standing {
  readonly record: TokenRecord;
  /** Not in the store yet: the tokens are those of a new seed. */
  readonly seeded: boolean;
}

const nothing: TokenRecord = { revision: 0, obtainedAt: 0 };

/** An account's store, with the waiting, the seed and the lease that every change of it needs. */
export class Account {
  readonly #options: ResolvedOptions;
  #seed: Promise<{ tokens: TokenSet; hash: string } | undefined> | undefined;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /** The record, or what a seed that the store has not grown from puts in its place. */
  async read(): Promise<Standing> {
    const record = (await this.#do((store) => store.read())) ?? nothing;
    this.#seed ??= this.#readSeed();
    const seed = await this.#seed;
    if (!seed || record.seeds?.includes(seed.hash)) return { record, seeded: false };
    const { revision, seeds = [] } = record;
    // A few are kept, so that a process that still runs with a former seed does not bring it back.
    const grown = [...seeds, seed.hash].slice(-8);
    return { record: { revision, tokens: seed.tokens, obtainedAt: 0, seeds: grown }, seeded: true };
  }

  /** One try to get the sole right to replace a revision. */
  claim(revision: number): Promise<Claim | undefined> {
    // Longer than the deadline: who keeps to it is never taken for dead.
    const lease = { duration: this.leaseDuration };
    return this.#do((store) => store.claim(revision, lease));
  }

  /** Puts a state in the place of whatever is there, when nobody is at it any more. */
  async replace(
    state: Pick<TokenRecord, "tokens" | "obtainedAt">,
    signal: AbortSignal,
  ): Promise<TokenRecord> {
    for (let waits = 0; ; ) {
      const { record } = await this.read();
      const claim = await this.claim(record.revision);
      const seeds = record.seeds && { seeds: record.seeds };
      const next = { ...state, ...seeds, revision: record.revision + 1 };
      if (claim && (await this.commit(claim, next))) return next;
      await this.changed(waits++, signal);
    }
  }

  /** Ends a claim with the next record; `undefined` when the revision has moved on. */
  async commit(claim: Claim, next: TokenRecord): Promise<TokenRecord | undefined> {
    return (await this.#do(() => claim.commit(next), "")) ? next : undefined;
  }

  /** Ends a claim unused. Where that fails, the lease ends it. */
  async release(claim: Claim): Promise<void> {
    await claim.release().catch(() => {});
  }

  get leaseDuration(): number {
    return this.#options.refreshDeadline + 5_000;
  }

  /** Waits for a change: as long as the store needs to tell, or for a growing few ms. */
  async changed(waits: number, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    await pause(Math.min(25, 5 + 2 * waits), signal, store.subscribe?.bind(store));
    signal.throwIfAborted();
  }

  async #readSeed() {
    if (!this.#options.seed) return undefined;
    try {
      const tokens = checkSeed(await this.#options.seed());
      return { tokens, hash: await hashOf(tokens.refreshToken ?? tokens.accessToken) };
    } catch (thrown) {
      this.#seed = undefined;
      const cause = isTokenError(thrown) ? thrown : failureOf(thrown, undefined).cause;
      throw new TokenError("login_required", "The seed gives no tokens. Log in again.", { cause });
    }
  }

  async #do<T>(
    operation: (store: TokenStore) => Promise<T>,
    safe = " No token was spent.",
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
