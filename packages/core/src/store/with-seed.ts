import { isTokenError, type TokenError } from "../errors/index.ts";
import { SharedWork, stopped } from "../time/index.ts";
import { type Seed, scheduleOf } from "../tokens/index.ts";
import { inNewEpoch } from "./epoch.ts";
import { type Look, pollUntil } from "./poll-until.ts";
import { readSeed, type UsableSeed } from "./seed.ts";
import type { StoreHistory } from "./store-history.ts";
import type { StoreSession } from "./store-session.ts";
import type { TokenRecord } from "./token-store.ts";

/** Reads an account's record, with the operator's seed where that is newer. */
export interface RecordReader {
  /**
   * What the store holds. A seed that the store has not seen before is stored first, so that the
   * result is what the store holds. The exception is an empty store and a seed without a valid access
   * token: the refresh that follows stores the new tokens.
   *
   * @throws {TokenError} if the store fails, or is empty and the seed fails
   */
  read(signal: AbortSignal): Promise<TokenRecord>;
  /** What a login or a logout replaces: a seed that fails does not matter then. */
  readReplaced(): Promise<TokenRecord>;
}

/** Reads the seed once it is needed. */
type SeedFunction = () => Seed | Promise<Seed>;

/** The records of a store, replaced by a seed that the store has not seen before. */
export function withSeed(
  session: StoreSession,
  history: StoreHistory,
  seed: SeedFunction | undefined,
): RecordReader {
  if (!seed) return { read: () => session.read(), readReplaced: () => session.read() };
  return new SeededReader(session, history, seed);
}

/** How many hashes of seeds a record keeps: a process with a former seed must not bring it back. */
const most = 8;

/** A record, and whether it is that of a seed which the store does not have yet. */
interface SeededRecord {
  readonly record: TokenRecord;
  readonly isNewSeed: boolean;
}

class SeededReader implements RecordReader {
  readonly #session: StoreSession;
  readonly #history: StoreHistory;
  readonly #readSeed: SeedFunction;
  #seed: SharedWork<UsableSeed | TokenError> | undefined;
  /** The store was empty when the seed was read. */
  #isSeedFirst = false;

  constructor(session: StoreSession, history: StoreHistory, seed: SeedFunction) {
    this.#session = session;
    this.#history = history;
    this.#readSeed = seed;
  }

  read(signal: AbortSignal): Promise<TokenRecord> {
    return pollUntil(this.#session, signal, () => this.#lookOnce(signal));
  }

  async readReplaced(): Promise<TokenRecord> {
    const seeded = await this.#look();
    return isTokenError(seeded) ? this.#session.read() : seeded.record;
  }

  async #lookOnce(signal: AbortSignal): Promise<Look<TokenRecord>> {
    const seeded = await this.#look();
    if (isTokenError(seeded)) throw seeded;
    const { record, isNewSeed } = seeded;
    const isExpired = Date.now() >= scheduleOf(record, 0).endsAt;
    if (!isNewSeed || (record.revision === 0 && isExpired)) return { found: record };
    const stored = await this.#store(record, signal);
    return stored ? { found: stored } : { again: "changed" };
  }

  async #store(record: TokenRecord, signal: AbortSignal): Promise<TokenRecord | undefined> {
    const { revision } = record;
    const leased = await this.#session.claim(revision, signal);
    if (!leased) return undefined;
    try {
      return await this.#session.commit(leased.claim, { ...record, revision: revision + 1 });
    } catch (error) {
      await this.#session.release(leased.claim);
      throw error;
    }
  }

  /** @returns the seed's failure if the store is empty; otherwise a seed that fails does not matter */
  async #look(): Promise<SeededRecord | TokenError> {
    const record = await this.#session.read();
    const seed = await this.#settledSeed();
    if (!isTokenError(seed)) return this.#apply(seed, record);
    if (record.revision > 0) return { record, isNewSeed: false };
    this.#seed = undefined;
    return seed;
  }

  #apply(seed: UsableSeed, record: TokenRecord): SeededRecord {
    if (record.seeds?.includes(seed.hash)) {
      this.#history.markReplaced(seed.tokens.refreshToken, record);
      return { record, isNewSeed: false };
    }
    const seeds = [...(record.seeds ?? []), seed.hash].slice(-most);
    // A login by a process that has no seed has put another record there: this seed is used up.
    if (this.#history.hasSeenSeed(seed.hash)) {
      return { record: { ...record, seeds }, isNewSeed: false };
    }
    // A record that came into an empty store after this seed was read is newer than the seed.
    if (record.revision === 0) this.#isSeedFirst = true;
    else if (this.#isSeedFirst) return { record, isNewSeed: false };
    const { revision, epochs = [] } = inNewEpoch(record);
    const seeded = { revision, epochs, tokens: seed.tokens, obtainedAt: 0, seeds };
    return { record: seeded, isNewSeed: true };
  }

  /** Asked for once; again if that failed while the store was empty. */
  async #settledSeed(): Promise<UsableSeed | TokenError> {
    for (;;) {
      this.#seed ??= new SharedWork(readSeed(this.#readSeed));
      const seed = await this.#seed.settled();
      if (seed !== stopped) return seed;
      this.#seed = undefined;
    }
  }
}
