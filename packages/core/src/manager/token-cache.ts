import { isCooling, type StoreHistory, type TokenRecord } from "../store/index.ts";
import { frozenCopyOf, type Schedule, spreadScheduleOf, type TokenSet } from "../tokens/index.ts";

/** The options of a manager that its cache needs. Durations are in ms. */
export interface TokenCacheOptions {
  readonly refreshBefore: number;
  readonly cooldown: number;
  readonly refreshAhead: boolean;
}

/** The shortest time after which an early refresh that failed is tried again, in ms. */
const shortestPause = 1_000;

/** The tokens in the memory of this process, and how long they can be used. */
export class TokenCache {
  readonly #options: TokenCacheOptions;
  readonly #history: StoreHistory;
  /** The record with the cached tokens. */
  #record: TokenRecord | undefined;
  /** A frozen copy, because callers share it. */
  #tokens: TokenSet | undefined;
  #schedule: Schedule = { renewAt: 0, endsAt: 0 };
  #usableUntil = 0;
  #cooling: { readonly accessToken: string; readonly until: number } | undefined;

  constructor(options: TokenCacheOptions, history: StoreHistory) {
    this.#options = options;
    this.#history = history;
  }

  /** The tokens, even if they have expired. */
  get tokens(): TokenSet | undefined {
    return this.#tokens;
  }

  /** The record with the tokens; `undefined` before the first one was read. */
  get record(): TokenRecord | undefined {
    return this.#record;
  }

  /** Whether there is an access token that has not expired. */
  get isValid(): boolean {
    return Boolean(this.#tokens?.accessToken) && Date.now() < this.#schedule.endsAt;
  }

  get schedule(): Schedule {
    return this.#schedule;
  }

  /** The tokens, as long as requests can use them without waiting. */
  get usable(): TokenSet | undefined {
    return Date.now() < this.#usableUntil ? this.#tokens : undefined;
  }

  /** The tokens, as long as no refresh is due. */
  get fresh(): TokenSet | undefined {
    return Date.now() < this.#schedule.renewAt ? this.#tokens : undefined;
  }

  /** Until when {@link usable} returns these tokens, in epoch ms. */
  get usableUntil(): number {
    return this.#usableUntil;
  }

  /**
   * Caches the tokens of a stored record, or of a newer one that this process has seen.
   *
   * @returns whether the tokens have changed
   */
  adopt(stored: TokenRecord): boolean {
    this.#history.adopt(stored);
    const { record } = this.#history;
    if (record === this.#record) return false;
    const before = this.#tokens?.accessToken;
    this.#record = record;
    this.#tokens = record.tokens && frozenCopyOf(record.tokens);
    this.#adoptCoolDown(record);
    this.#reschedule(spreadScheduleOf(record, this.#options.refreshBefore));
    return this.#tokens?.accessToken !== before;
  }

  /**
   * Postpones the next refresh after a failed one.
   *
   * @returns whether the access token is still valid
   */
  postpone(): boolean {
    const { endsAt } = this.#schedule;
    const now = Date.now();
    const left = endsAt - now;
    if (!(left > 0)) return false;
    this.#reschedule({
      endsAt,
      renewAt: Math.min(endsAt, now + Math.max(shortestPause, left / 2)),
    });
    return true;
  }

  clear(): void {
    this.#history.forgetTokens();
    this.#record = this.#history.record;
    this.#tokens = undefined;
    this.#reschedule({ renewAt: 0, endsAt: 0 });
  }

  /** @returns whether the access token was just issued, so that a cool-down has started */
  coolDown(accessToken: string): boolean {
    const { cooldown } = this.#options;
    // An older access token may simply have expired.
    const isNew = Date.now() - (this.#record?.obtainedAt ?? 0) < cooldown;
    if (!isNew || accessToken !== this.tokens?.accessToken) return false;
    this.#cooling = { accessToken, until: performance.now() + cooldown };
    return true;
  }

  isCooling(accessToken: string): boolean {
    return (
      this.#cooling?.accessToken === accessToken &&
      performance.now() < this.#cooling.until &&
      Date.now() < this.#schedule.endsAt
    );
  }

  /** Starts the cool-down that another process has stored. */
  #adoptCoolDown(record: TokenRecord): void {
    const { tokens, coolsUntil = 0 } = record;
    if (!tokens || !isCooling(record, this.#options.cooldown)) return;
    const until = performance.now() + coolsUntil - Date.now();
    this.#cooling = { accessToken: tokens.accessToken, until };
  }

  #reschedule(schedule: Schedule): void {
    this.#schedule = schedule;
    this.#usableUntil = this.#options.refreshAhead ? schedule.endsAt : schedule.renewAt;
  }
}
