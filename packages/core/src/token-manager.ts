/// <reference lib="esnext.disposable" preserve="true" />
import { Account } from "./account.ts";
import { type ResolvedOptions, resolveOptions, type TokenManagerOptions } from "./options.ts";
import { renewRecord } from "./renewal.ts";
import { save, type Unsaved } from "./saving.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import type { TokenRecord } from "./store.ts";
import { isTokenError, TokenError } from "./token-error.ts";
import { checkSeed, type Seed, type TokenSet } from "./token-set.ts";
import { type Deadline, unlessAborted, withDeadline } from "./waiting.ts";

/** Options of a caller that waits. */
export interface WaitOptions {
  /** Ends this caller's waiting at once, and nobody else's. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Keeps one account's tokens fresh. Made by {@link createTokenManager}. */
export interface TokenManager extends AsyncDisposable {
  /** The cached token set while it needs no renewal: no waiting, no I/O. */
  peek(): TokenSet | undefined;
  /**
   * A usable token set: at once while the cached one is, else after a renewal.
   * @throws {TokenError} see its codes; or the reason of `signal`
   */
  get(options?: WaitOptions): Promise<TokenSet>;
  /**
   * A token set other than the rejected one: at once when there is one already. All callers of all
   * processes share one refresh. During the cool-down of a token it is that token's set again.
   * @throws {TokenError} see its codes; or the reason of `signal`
   */
  renew(rejected: TokenSet, options?: WaitOptions): Promise<TokenSet>;
  /**
   * Says that the current token set was rejected right after a renewal. Where it was issued within
   * the `cooldown`, the resource is at fault: `renew` leaves the set alone for that long, unless its
   * own end comes first.
   */
  coolDown(rejected: TokenSet): void;
  /**
   * Takes over the tokens of a new login, durably.
   * @throws {TokenError} `invalid_response` when it is no token set; `store_failed`
   */
  set(tokens: Seed): Promise<void>;
  /** Forgets the tokens, durably: what comes next needs `set()` or a new seed. */
  clear(): Promise<void>;
}

/**
 * Makes the manager of one account's tokens.
 *
 * @throws {TypeError} that names the first wrong option
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  return new Manager(resolveOptions(options));
}

class Manager implements TokenManager {
  readonly #options: ResolvedOptions;
  readonly #account: Account;
  #tokens: TokenSet | undefined;
  #schedule: Schedule = { renewAt: 0, endsAt: 0 };
  #revision = 0;
  #obtainedAt = 0;
  #renewal: Promise<void> | undefined;
  #unsaved: Unsaved | undefined;
  #cooling: { readonly accessToken: string; readonly until: number } | undefined;
  #disposed = false;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#account = new Account(options);
  }

  peek(): TokenSet | undefined {
    return Date.now() < this.#schedule.renewAt ? this.#tokens : undefined;
  }

  async get({ signal }: WaitOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted();
    return this.peek() ?? this.#early(signal ?? undefined);
  }

  async renew(rejected: TokenSet, { signal }: WaitOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted();
    const { accessToken } = rejected;
    if (this.#isCooling(accessToken)) return rejected;
    const usable = this.peek();
    if (usable && usable.accessToken !== accessToken) return usable;
    return this.#renewed(accessToken, signal ?? undefined);
  }

  coolDown({ accessToken }: TokenSet): void {
    // One that another process got long ago has just come to its end, perhaps.
    const isNew = Date.now() - this.#obtainedAt < this.#options.cooldown;
    if (!isNew || accessToken !== this.#tokens?.accessToken) return;
    this.#cooling = { accessToken, until: performance.now() + this.#options.cooldown };
  }

  async set(tokens: Seed): Promise<void> {
    // When they were issued nobody knows.
    await this.#replace({ tokens: checkSeed(tokens), obtainedAt: 0 });
  }

  clear(): Promise<void> {
    return this.#replace({ obtainedAt: Date.now() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#renewal?.catch(() => {});
    this.#tokens = undefined;
  }

  #isCooling(accessToken: string): boolean {
    return (
      this.#cooling?.accessToken === accessToken &&
      performance.now() < this.#cooling.until &&
      Date.now() < this.#schedule.endsAt
    );
  }

  /** A token that is about to end is still good where its renewal fails. */
  async #early(signal: AbortSignal | undefined): Promise<TokenSet> {
    const held = this.#tokens;
    try {
      return await this.#renewed(held?.accessToken, signal);
    } catch (error) {
      const left = this.#schedule.endsAt - Date.now();
      if (!held || held !== this.#tokens || !(left > 0) || !isTokenError(error)) throw error;
      this.#schedule = { ...this.#schedule, renewAt: Date.now() + left / 2 };
      return held;
    }
  }

  async #renewed(rejected: string | undefined, signal: AbortSignal | undefined): Promise<TokenSet> {
    this.#renewal ??= this.#start((deadline) => this.#renewOnce(rejected, deadline)).finally(() => {
      this.#renewal = undefined;
    });
    await unlessAborted(this.#renewal, signal);
    if (this.#tokens?.accessToken) return this.#tokens;
    throw new TokenError("login_required", "There are no tokens. Log in.");
  }

  async #renewOnce(rejected: string | undefined, deadline: Deadline): Promise<void> {
    const keep = (unsaved: Unsaved | undefined) => {
      this.#unsaved = unsaved;
    };
    const account = this.#account;
    if (this.#unsaved) this.#adopt(await save({ account, keep }, this.#unsaved, deadline.signal));
    const { refresh, refreshBefore } = this.#options;
    const isNews = (record: TokenRecord) =>
      record.tokens?.accessToken !== rejected &&
      Date.now() < scheduleOf(record, refreshBefore).renewAt;
    this.#adopt(await renewRecord({ account, refresh, isNews, keep }, deadline));
  }

  #replace(state: Pick<TokenRecord, "tokens" | "obtainedAt">): Promise<void> {
    return this.#start(async (deadline) => {
      this.#adopt(await this.#account.replace(state, deadline.signal));
      this.#unsaved = undefined;
    });
  }

  async #start(work: (deadline: Deadline) => Promise<void>): Promise<void> {
    if (this.#disposed) throw new TokenError("disposed", "This token manager was disposed.");
    return withDeadline(this.#options.refreshDeadline, work);
  }

  /** Never backwards: a slower answer does not replace a newer record. */
  #adopt(record: TokenRecord): void {
    if (record.revision < this.#revision) return;
    this.#revision = record.revision;
    this.#tokens = record.tokens;
    this.#obtainedAt = record.obtainedAt;
    this.#schedule = scheduleOf(record, this.#options.refreshBefore);
  }
}
