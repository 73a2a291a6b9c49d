import {
  descendingFrom,
  epochOf,
  hasGoneBack,
  inNewEpoch,
  isNewEpochOf,
  type TokenRecord,
} from "../store/index.ts";
import { frozenCopyOf, type Schedule, scheduleOf, type TokenSet } from "../tokens/index.ts";

/** How held tokens are used; ms. */
export interface HoldingOptions {
  readonly refreshBefore: number;
  readonly cooldown: number;
  readonly refreshAhead: boolean;
}

/** How many past epochs, and how many past refresh tokens, are remembered. */
const most = 8;

/** Nearer to its end than this, an access token is not renewed early a second time; ms. */
const lastMoment = 1_000;

/**
 * Whether a process has found that the resource rejects the access token of a record although it is new.
 *
 * @param cooldown the longest for which that counts, ms
 */
export function isCooling({ coolsUntil = 0 }: TokenRecord, cooldown: number): boolean {
  const left = coolsUntil - Date.now();
  return left > 0 && left <= cooldown;
}

/** The tokens that this process has in memory, and for how long they are good. */
export class TokenCache {
  readonly #options: HoldingOptions;
  #record: TokenRecord = { revision: 0, obtainedAt: 0 };
  /** A copy that callers cannot change. */
  #tokens: TokenSet | undefined;
  /** The same tokens, to be written over what a store holds that has gone back. */
  #restored: TokenRecord | undefined;
  /** The last epochs of records that others have replaced: none of them comes back. */
  #former: readonly string[] = [];
  /** The last refresh tokens that newer ones have replaced: a store that has one of them is older. */
  #replaced: readonly string[] = [];
  #schedule: Schedule = { renewAt: 0, endsAt: 0 };
  #usableUntil = 0;
  #cooling: { readonly accessToken: string; readonly until: number } | undefined;

  constructor(options: HoldingOptions) {
    this.#options = options;
  }

  /** Whatever they are worth. */
  get tokens(): TokenSet | undefined {
    return this.#tokens;
  }

  /** As it was found in the store, or written to it. */
  get record(): TokenRecord {
    return this.#record;
  }

  /** Whether the access token has not ended yet. */
  get isValid(): boolean {
    return Boolean(this.tokens?.accessToken) && Date.now() < this.#schedule.endsAt;
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

  /**
   * What a store holds, as this process knows it. A store that has gone back (its file was deleted, a
   * backup was restored, a write was lost in a failover) holds spent tokens or none: those in memory
   * are newer, and replace them. They do so in a new epoch, so that other processes do not take that
   * record for an older one than their own.
   */
  reconcile(stored: TokenRecord): TokenRecord {
    if (!this.isOlder(stored)) return stored;
    const restored = this.#restored ?? inNewEpoch(this.#record);
    this.#restored = descendingFrom(stored, { ...restored, revision: stored.revision });
    return this.#restored;
  }

  /** Never backwards: a late look at the store does not replace a newer record. */
  adopt(record: TokenRecord): void {
    if (record === this.#restored || this.isOlder(record)) return;
    this.#leave(this.#record, record);
    this.#replaced = this.#replaced.filter((token) => token !== record.tokens?.refreshToken);
    this.#record = record;
    this.#tokens = record.tokens && frozenCopyOf(record.tokens);
    this.#restored = undefined;
    this.#adoptCoolDown(record);
    this.#follow(scheduleOf(record, this.#options.refreshBefore));
  }

  /**
   * Whether a record is older than the one in memory, and is to be replaced by it. If the provider has
   * refused the refresh token in memory, a record with another one that may still work is not replaced.
   */
  isOlder(record: TokenRecord): boolean {
    const { refreshToken } = record.tokens ?? {};
    const isReplaced = refreshToken !== undefined && this.#replaced.includes(refreshToken);
    const isOfPast = this.#isFormer(record) || hasGoneBack(this.#record, record);
    if (!isOfPast) return isReplaced && !isNewEpochOf(this.#record, record);
    const isOther = refreshToken !== this.#record.tokens?.refreshToken;
    const mayWork = refreshToken !== undefined && isOther && !isReplaced;
    return !(this.#record.refusal && mayWork);
  }

  #isFormer(record: TokenRecord): boolean {
    const epoch = epochOf(record);
    return epoch !== undefined && this.#former.includes(epoch);
  }

  /** A store that was begun anew does not name the epochs before it: a late read may still find them. */
  #leave(record: TokenRecord, next: TokenRecord): void {
    const epoch = epochOf(record);
    if (epoch === epochOf(next)) this.markReplaced(record.tokens?.refreshToken, next);
    else if (epoch !== undefined) this.#former = [...this.#former, epoch].slice(-most);
  }

  /** Remembers a refresh token that the tokens of a record have replaced. */
  markReplaced(refreshToken: string | undefined, { tokens }: TokenRecord): void {
    if (refreshToken === undefined || refreshToken === tokens?.refreshToken) return;
    const others = this.#replaced.filter((other) => other !== refreshToken);
    this.#replaced = [...others, refreshToken].slice(-most);
  }

  /** Another process has found that the resource rejects this access token. */
  #adoptCoolDown(record: TokenRecord): void {
    const { tokens, coolsUntil = 0 } = record;
    if (!tokens || !isCooling(record, this.#options.cooldown)) return;
    const until = performance.now() + coolsUntil - Date.now();
    this.#cooling = { accessToken: tokens.accessToken, until };
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
    const { revision, epochs } = this.#record;
    this.#record = { revision, obtainedAt: 0, ...(epochs && { epochs }) };
    this.#tokens = undefined;
    this.#follow({ renewAt: 0, endsAt: 0 });
  }

  /** @returns whether the access token was just issued, and is now left as it is for a while */
  coolDown(accessToken: string): boolean {
    const { cooldown } = this.#options;
    // One that another process got long ago has just come to its end, perhaps.
    const isNew = Date.now() - this.#record.obtainedAt < cooldown;
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

  #follow(schedule: Schedule): void {
    this.#schedule = schedule;
    this.#usableUntil = this.#options.refreshAhead ? schedule.endsAt : schedule.renewAt;
  }
}
