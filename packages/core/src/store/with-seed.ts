import { isTokenError, type TokenError } from "../errors/index.ts";
import { SharedWork, stopped } from "../time/index.ts";
import type { Seed } from "../tokens/index.ts";
import { withNewEpoch } from "./epoch.ts";
import { type PollResult, pollUntil } from "./poll-until.ts";
import { type CheckedSeed, readSeed } from "./seed.ts";
import type { StoreHistory } from "./store-history.ts";
import type { ReadRecord, StoreSession } from "./store-session.ts";
import type { TokenRecord } from "./token-store.ts";

/** Decides on a record. */
type RecordTest = (record: TokenRecord) => boolean;

/** Reads the record of an account, and stores a new seed first. */
export interface RecordReader {
  /**
   * Reads the stored record. A seed that the store has not seen before is stored first. There is one
   * exception: if the store is empty and the seed's access token is not enough, the seed is returned without
   * storing it, because the refresh that follows stores the new tokens.
   *
   * @param isEnough whether the callers can use the access token of a record
   * @throws {TokenError} if the store fails, or if the store is empty and the seed fails
   */
  read(signal: AbortSignal, isEnough?: RecordTest): Promise<TokenRecord>;
  /**
   * Reads the stored record, and claims it in the same step if it has the revision that this process knows.
   *
   * @returns `undefined` if the store has no such step, or must be read first
   */
  readAndClaim(signal: AbortSignal): Promise<ReadRecord | undefined>;
  /** Reads the record that a login or a logout replaces. It ignores a seed that fails. */
  readIgnoringSeedErrors(): Promise<TokenRecord>;
}

/** The `seed` option. It is called when tokens are first needed. */
type SeedFunction = () => Seed | Promise<Seed>;

/** Returns a reader for a store with an optional seed. */
export function withSeed(
  session: StoreSession,
  history: StoreHistory,
  seed: SeedFunction | undefined,
): RecordReader {
  return seed ? new SeededReader(session, history, seed) : new PlainReader(session);
}

/** Reads the store of an account that has no seed. */
class PlainReader implements RecordReader {
  readonly #session: StoreSession;

  constructor(session: StoreSession) {
    this.#session = session;
  }

  read(): Promise<TokenRecord> {
    return this.#session.read();
  }

  readAndClaim(signal: AbortSignal): Promise<ReadRecord | undefined> {
    return this.#session.readAndClaim(signal);
  }

  readIgnoringSeedErrors(): Promise<TokenRecord> {
    return this.#session.read();
  }
}

/** How many seed hashes a record has, so that a process with a former seed does not restore that seed. */
const maxSeeds = 8;

/** A record, and whether it contains a seed that is not stored yet. */
interface SeededRecord {
  readonly record: TokenRecord;
  readonly isNewSeed: boolean;
}

class SeededReader implements RecordReader {
  readonly #session: StoreSession;
  readonly #history: StoreHistory;
  readonly #readSeed: SeedFunction;
  #seed: SharedWork<CheckedSeed | TokenError> | undefined;
  /** Whether the store was empty when the seed was read. */
  #isSeedFirst = false;

  constructor(session: StoreSession, history: StoreHistory, seed: SeedFunction) {
    this.#session = session;
    this.#history = history;
    this.#readSeed = seed;
  }

  read(signal: AbortSignal, isEnough: RecordTest = () => false): Promise<TokenRecord> {
    return pollUntil(this.#session, signal, () => this.#readOrStore(signal, isEnough));
  }

  async readAndClaim(signal: AbortSignal): Promise<ReadRecord | undefined> {
    // A seed that the store may not have seen yet comes first.
    const seed = await this.#seed?.settled();
    if (!seed || seed === stopped || isTokenError(seed)) return undefined;
    if (!this.#session.known.seeds?.includes(seed.hash)) return undefined;
    const read = await this.#session.readAndClaim(signal);
    if (!read) return undefined;
    const { record, isNewSeed } = this.#apply(seed, read.record);
    if (!isNewSeed) return { ...read, record };
    if (read.leased) await this.#session.release(read.leased.claim);
    return undefined;
  }

  async readIgnoringSeedErrors(): Promise<TokenRecord> {
    const seeded = await this.#readSeeded();
    return isTokenError(seeded) ? this.#session.read() : seeded.record;
  }

  async #readOrStore(signal: AbortSignal, isEnough: RecordTest): Promise<PollResult<TokenRecord>> {
    const seeded = await this.#readSeeded();
    if (isTokenError(seeded)) throw seeded;
    const { record, isNewSeed } = seeded;
    const isStoredLater = record.revision === 0 && !isEnough(record);
    if (!isNewSeed || isStoredLater) return { found: record };
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

  /** @returns the error of the seed if the store is empty; otherwise, a seed that fails is ignored */
  async #readSeeded(): Promise<SeededRecord | TokenError> {
    const record = await this.#session.read();
    const seed = await this.#settledSeed();
    if (!isTokenError(seed)) return this.#apply(seed, record);
    if (record.revision > 0) return { record, isNewSeed: false };
    this.#seed = undefined;
    return seed;
  }

  #apply(seed: CheckedSeed, record: TokenRecord): SeededRecord {
    if (record.seeds?.includes(seed.hash)) {
      this.#history.markReplaced(seed.tokens.refreshToken, record);
      return { record, isNewSeed: false };
    }
    const seeds = [...(record.seeds ?? []), seed.hash].slice(-maxSeeds);
    // A process without a seed has stored another login since, so this seed must not be restored.
    if (this.#history.hasSeenSeed(seed.hash)) {
      return { record: { ...record, seeds }, isNewSeed: false };
    }
    // The store was empty when this seed was read, so a record that is there now is newer than the seed.
    if (record.revision === 0) this.#isSeedFirst = true;
    else if (this.#isSeedFirst) return { record, isNewSeed: false };
    const { revision, epochs = [] } = withNewEpoch(record);
    const seeded = { revision, epochs, tokens: seed.tokens, obtainedAt: 0, seeds };
    return { record: seeded, isNewSeed: true };
  }

  /** Calls the seed function once, and again if it failed while the store was empty. */
  async #settledSeed(): Promise<CheckedSeed | TokenError> {
    for (;;) {
      this.#seed ??= new SharedWork(readSeed(this.#readSeed));
      const seed = await this.#seed.settled();
      if (seed !== stopped) return seed;
      this.#seed = undefined;
    }
  }
}
