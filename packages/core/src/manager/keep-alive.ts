import { isTokenError } from "../errors/index.ts";
import type { TokenRecord } from "../store/index.ts";
import { withDeadline } from "../time/index.ts";
import { type KeepAliveLimits, keepAliveAt } from "../tokens/index.ts";
import type { ManagedAccount } from "./managed-account.ts";
import { RefreshTimer } from "./refresh-timer.ts";
import type { SharedRenewals } from "./shared-renewals.ts";

/** The longest time between two reads of the store, in ms: another process may have stored a new login. */
const longestPause = 3_600_000;
/** The pause after a failure that does not say when to try again, in ms. */
const pauseAfterFailure = 60_000;

/** Keeps a login alive: uses its refresh token before it would end, even if no request needs an access token. */
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
    account.onChange(() => this.#schedule(this.#dueAt(account.cache.record)));
    this.#schedule(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer.set(Infinity);
  }

  /** Reads the store, because another process may have used the refresh token. */
  async #look(): Promise<void> {
    try {
      const record = await this.#read();
      if (this.#isStopped) return;
      const isDue = this.#dueAt(record) <= Date.now();
      this.#schedule(this.#dueAt(isDue ? await this.#renew(record) : record));
    } catch (error) {
      const { retryAt = Date.now() + pauseAfterFailure } = isTokenError(error) ? error : {};
      this.#schedule(retryAt);
    }
  }

  #read(): Promise<TokenRecord> {
    const { reader, options } = this.#account;
    return withDeadline(options.refreshDeadline, () => reader.readIgnoringSeedErrors());
  }

  async #renew({ tokens }: TokenRecord): Promise<TokenRecord | undefined> {
    const { cache } = this.#account;
    const rejected = tokens?.accessToken;
    await this.#renewals.join({ rejected, signal: undefined, isEarly: cache.isValid });
    return cache.record;
  }

  /** When the refresh token must be used next, in epoch ms; `Infinity` if there is none that works. */
  #dueAt(record: TokenRecord | undefined): number {
    const isUsable = record?.tokens?.refreshToken !== undefined && !record.refusal;
    return isUsable ? keepAliveAt(record, this.#limits) : Infinity;
  }

  /** @param at in epoch ms */
  #schedule(at: number): void {
    if (this.#isStopped) return;
    const { every = Infinity, idleLimit = Infinity } = this.#limits;
    this.#timer.set(Math.min(at, Date.now() + Math.min(longestPause, every, idleLimit / 2)));
  }
}
