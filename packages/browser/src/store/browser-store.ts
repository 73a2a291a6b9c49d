import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  checkOptions,
  keyRule,
  type Lease,
  type Spending,
  type TokenRecord,
} from "@refresh-once/core/store";
import { isLockFree, newId, takeLock, whenLockFree } from "../context/lifetime-lock.ts";
import { AccountEntry } from "./account-entry.ts";
import { type ClaimAttempt, isExpired, type StoredClaim, withClaim } from "./account-row.ts";
import { BrowserClaim } from "./browser-claim.ts";
import { recordIn } from "./stored-row.ts";

/**
 * How long a claim is valid without a sign of life, in ms: together with the time for an answer, shorter than a caller
 * waits. A context that does not answer for so long is frozen.
 */
const longestLease = 5_000;

/** Options of {@link browserStore}. */
export interface BrowserStoreOptions {
  /**
   * Names the account, one for each. If several people may log in with the same browser, use a key for each
   * of them, so that one tab never sends the tokens of another tab's user.
   */
  readonly key: string;
}

/**
 * Keeps the tokens of one account in IndexedDB, for all tabs, frames and workers of an origin. Each claim and
 * each commit is one transaction, so the contexts send a refresh token only once. A Web Lock shows at once
 * when the tab that refreshes is closed or crashes; where there are no Web Locks, its lease has to expire.
 *
 * Any script of the origin can read the tokens. A refresh token that is in use when its tab is closed can be
 * lost: `serveTokens` in a worker prevents both.
 *
 * @example
 * ```ts
 * import { browserStore } from "@refresh-once/browser";
 * import { createTokenManager } from "@refresh-once/core";
 * import { autional } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: autional({ url: "https://auth.example.com/oauth/refresh", cookie: true }),
 *   store: browserStore({ key: "session" }),
 * });
 * ```
 *
 * @throws {TypeError} if `key` is not a non-empty string without unpaired surrogates
 * @see {@link https://www.w3.org/TR/IndexedDB/#transaction-construct IndexedDB, transactions}
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}: why a refresh token must
 * not be sent twice
 */
export function browserStore(options: BrowserStoreOptions): TokenStore {
  const { key } = checkOptions("browserStore", options, { key: { ...keyRule, isRequired: true } });
  return new BrowserStore(new AccountEntry(key));
}

class BrowserStore implements TokenStore {
  readonly #entry: AccountEntry;

  constructor(entry: AccountEntry) {
    this.#entry = entry;
  }

  async read(): Promise<TokenRecord | undefined> {
    return recordIn(await this.#entry.read(), this.#entry.place);
  }

  async claim(revision: number, { duration }: Lease): Promise<Claim | undefined> {
    const id = newId();
    // The lock comes first: others consider a claim without its lock abandoned.
    const freeLock = await takeLock(id);
    const now = Date.now();
    const isLocked = freeLock !== undefined;
    const lease = Math.min(duration, longestLease);
    const claim = { id, startedAt: now, leasedAt: now, duration: lease, isLocked };
    const won = await this.#claim({ revision, claim }).catch((thrown) => {
      freeLock?.();
      throw thrown;
    });
    if (won)
      return new BrowserClaim(this.#entry, { id, revision, lease, duration, freeLock, ...won });
    freeLock?.();
    return undefined;
  }

  subscribe(changed: () => void): () => void {
    const stop = this.#entry.listen(changed);
    const ended = new AbortController();
    this.#onHolderDeath(changed, ended.signal).catch(() => {});
    return () => {
      stop();
      ended.abort();
    };
  }

  watch(changed: () => void): () => void {
    return this.#entry.listen(changed);
  }

  /** Tries to write the claim. If a dead or frozen context holds an earlier claim, takes it over. */
  async #claim(attempt: ClaimAttempt): Promise<{ abandoned: Spending | undefined } | undefined> {
    let holder: StoredClaim | undefined;
    const row = await this.#entry.replace((row) => {
      holder = row.revision === attempt.revision ? row.claim : undefined;
      return withClaim(row, attempt);
    });
    if (row?.claim?.id === attempt.claim.id) return { abandoned: row.abandoned };
    if (!holder || holder.id === attempt.dead || attempt.silent) return undefined;
    if (holder.isLocked && (await isLockFree(holder.id)))
      return this.#claim({ ...attempt, dead: holder.id });
    if (!isExpired(holder)) return undefined;
    await this.#entry.askHolder(holder);
    const now = Date.now();
    const claim = { ...attempt.claim, startedAt: now, leasedAt: now };
    return this.#claim({ ...attempt, claim, silent: holder });
  }

  /** Messages tell of a commit, but nobody sends a message when the holder of the claim dies. */
  async #onHolderDeath(died: () => void, signal: AbortSignal): Promise<void> {
    const { claim } = await this.#entry.read();
    if (claim?.isLocked && !signal.aborted) whenLockFree(claim.id, died, signal);
  }
}
