import { isTokenError } from "../errors/index.ts";
import { type KeepAliveLimits, keepAliveAt } from "../tokens/index.ts";
import type { ManagedAccount } from "./managed-account.ts";
import { RefreshTimer } from "./refresh-timer.ts";
import type { SharedRenewals } from "./shared-renewals.ts";

/** Another process may have logged in, so the store is read at least this often; in ms. */
const longestPause = 3_600_000;
/** After a failure that does not say when to try again; in ms. */
const pauseAfterFailure = 60_000;

/** Uses the refresh token of an account in time although nobody needs an access token, so that the login lasts. */
export class KeepAlive {
  readonly #account: ManagedAccount;
  readonly #renewals: SharedRenewals;
  readonly #limits: KeepAliveLimits;
  readonly #timer = new RefreshTimer<KeepAlive>(this, (keepAlive) => keepAlive.#look());
  #isStopped = false;

  constructor(account: ManagedAccount, renewals: SharedRenewals, limits: KeepAliveLimits) {
    this.#account = account;
    this.#renewals = renewals;
    this.#limits = limits;
    account.onChange(() => this.#schedule(this.#dueAt));
    this.#schedule(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer.set(Infinity);
  }

  /** When the refresh token must be used, in epoch ms. 0 before the first look at the store. */
  get #dueAt(): number {
    const { record } = this.#account.cache;
    if (!record) return 0;
    const isUsable = record.tokens?.refreshToken !== undefined && !record.refusal;
    return isUsable ? keepAliveAt(record, this.#limits) : Infinity;
  }

  async #look(): Promise<void> {
    try {
      // Another process may have used it. The first renewal reads the store itself, and uses the seed.
      if (this.#account.cache.record) await this.#account.adoptStored();
      if (this.#isStopped) return;
      if (this.#dueAt <= Date.now()) await this.#renew();
      this.#schedule(this.#dueAt);
    } catch (error) {
      const { retryAt = Date.now() + pauseAfterFailure } = isTokenError(error) ? error : {};
      this.#schedule(Math.max(this.#dueAt, retryAt));
    }
  }

  #renew(): Promise<unknown> {
    const { cache } = this.#account;
    const rejected = cache.tokens?.accessToken;
    return this.#renewals.join({ rejected, signal: undefined, isEarly: cache.isValid });
  }

  /** @param at in epoch ms */
  #schedule(at: number): void {
    if (this.#isStopped) return;
    const { every = Infinity, idleLimit = Infinity } = this.#limits;
    this.#timer.set(Math.min(at, Date.now() + Math.min(longestPause, every, idleLimit / 2)));
  }
}
