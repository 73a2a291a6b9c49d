import { isCooling, type StoreHistory, type TokenRecord } from "../store/index.ts";
import { frozenCopyOf, type Schedule, scheduleOf, type TokenSet } from "../tokens/index.ts";

/** How cached tokens are used; ms. */
export interface TokenCacheOptions {
  readonly refreshBefore: number;
  readonly cooldown: number;
  readonly refreshAhead: boolean;
}

/** Nearer to its end than this, an access token is not renewed early a second time; ms. */
const lastMoment = 1_000;

/** The tokens that this process has in memory, and for how long they can be used. */
export class TokenCache {
  readonly #options: TokenCacheOptions;
  readonly #history: StoreHistory;
  /** The record whose tokens are cached. */
  #record: TokenRecord | undefined;
  /** A copy that callers cannot change. */
  #tokens: TokenSet | undefined;
  #schedule: Schedule = { renewAt: 0, endsAt: 0 };
  #usableUntil = 0;
  #cooling: { readonly accessToken: string; readonly until: number } | undefined;

  constructor(options: TokenCacheOptions, history: StoreHistory) {
    this.#options = options;
    this.#history = history;
  }

  /** The tokens, also if they have expired. */
  get tokens(): TokenSet | undefined {
    return this.#tokens;
  }

  /** Whether the access token has not ended yet. */
  get isValid(): boolean {
    return Boolean(this.#tokens?.accessToken) && Date.now() < this.#schedule.endsAt;
  }

  get schedule(): Schedule {
    return this.#schedule;
  }

  /** The tokens, while no request has to wait for others. */
  get usable(): TokenSet | undefined {
    return Date.now() < this.#usableUntil ? this.#tokens : undefined;
  }

  /** The tokens, while no renewal is due. */
  get fresh(): TokenSet | undefined {
    return Date.now() < this.#schedule.renewAt ? this.#tokens : undefined;
  }

  /** Takes over the tokens of a stored record, or those of a newer one that this process has seen. */
  adopt(stored: TokenRecord): void {
    this.#history.adopt(stored);
    const { record } = this.#history;
    if (record === this.#record) return;
    this.#record = record;
    this.#tokens = record.tokens && frozenCopyOf(record.tokens);
    this.#adoptCoolDown(record);
    this.#reschedule(scheduleOf(record, this.#options.refreshBefore));
  }

  /**
   * Puts a renewal off that has failed.
   *
   * @returns whether the tokens are still good meanwhile
   */
  postpone(): boolean {
    const { endsAt } = this.#schedule;
    const now = Date.now();
    const left = endsAt - now;
    if (!(left > 0)) return false;
    this.#reschedule({ endsAt, renewAt: Math.min(endsAt, now + Math.max(lastMoment, left / 2)) });
    return true;
  }

  forget(): void {
    this.#history.forgetTokens();
    this.#record = this.#history.record;
    this.#tokens = undefined;
    this.#reschedule({ renewAt: 0, endsAt: 0 });
  }

  /** @returns whether the access token was just issued, and is now left as it is for a while */
  coolDown(accessToken: string): boolean {
    const { cooldown } = this.#options;
    // An access token that another process got long ago may simply have expired.
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

  /** Another process has found that the resource rejects this access token. */
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
