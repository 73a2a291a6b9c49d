import { type Schedule, scheduleOf } from "./schedule.ts";
import type { TokenRecord } from "./store.ts";
import type { TokenSet } from "./token-set.ts";

/** How held tokens are used; ms. */
export interface HoldingOptions {
  readonly refreshBefore: number;
  readonly cooldown: number;
  readonly refreshAhead: boolean;
}

/** Nearer to its end than this, an access token is not renewed early a second time; ms. */
const lastMoment = 1_000;

/** The tokens that this process has in memory, and for how long they are good. */
export class HeldTokens {
  readonly #options: HoldingOptions;
  #record: TokenRecord = { revision: 0, obtainedAt: 0 };
  #schedule: Schedule = { renewAt: 0, endsAt: 0 };
  #usableUntil = 0;
  #cooling: { readonly accessToken: string; readonly until: number } | undefined;

  constructor(options: HoldingOptions) {
    this.#options = options;
  }

  /** Whatever they are worth. */
  get tokens(): TokenSet | undefined {
    return this.#record.tokens;
  }

  get revision(): number {
    return this.#record.revision;
  }

  get schedule(): Schedule {
    return this.#schedule;
  }

  /** The tokens, while no request has to wait for others. */
  get usable(): TokenSet | undefined {
    return Date.now() < this.#usableUntil ? this.#record.tokens : undefined;
  }

  /** The tokens, while no renewal is due. */
  get fresh(): TokenSet | undefined {
    return Date.now() < this.#schedule.renewAt ? this.#record.tokens : undefined;
  }

  /**
   * What a store holds, as this process knows it. A store that has gone back (its file was deleted, a
   * backup put in its place, a write lost in a failover) holds spent tokens or none: those in memory
   * are the newer ones, and take the place of what it holds.
   */
  orNewer(stored: TokenRecord): TokenRecord {
    if (stored.revision >= this.#record.revision) return stored;
    this.#record = { ...this.#record, revision: stored.revision };
    return this.#record;
  }

  /** Never backwards: a slower answer does not replace a newer record. */
  adopt(record: TokenRecord): void {
    if (record.revision < this.#record.revision) return;
    this.#record = record;
    this.#follow(scheduleOf(record, this.#options.refreshBefore));
  }

  /**
   * Puts a renewal off that has failed.
   * @returns whether the tokens are still good meanwhile
   */
  postpone(): boolean {
    const { endsAt } = this.#schedule;
    const now = Date.now();
    const left = endsAt - now;
    if (!(left > 0)) return false;
    this.#follow({ endsAt, renewAt: Math.min(endsAt, now + Math.max(lastMoment, left / 2)) });
    return true;
  }

  forget(): void {
    this.#record = { revision: this.#record.revision, obtainedAt: 0 };
    this.#follow({ renewAt: 0, endsAt: 0 });
  }

  coolDown(accessToken: string): void {
    const { cooldown } = this.#options;
    // One that another process got long ago has just come to its end, perhaps.
    const isNew = Date.now() - this.#record.obtainedAt < cooldown;
    if (!isNew || accessToken !== this.tokens?.accessToken) return;
    this.#cooling = { accessToken, until: performance.now() + cooldown };
  }

  isCooling(accessToken: string): boolean {
    return (
      this.#cooling?.accessToken === accessToken &&
      performance.now() < this.#cooling.until &&
      Date.now() < this.#schedule.endsAt
    );
  }

  #follow(schedule: Schedule): void {
    this.#schedule = schedule;
    this.#usableUntil = this.#options.refreshAhead ? schedule.endsAt : schedule.renewAt;
  }
}
