import { withoutUndefined } from "../values/index.ts";
import { asDescendantOf, epochOf, isRolledBack, startsNewEpoch, withNewEpoch } from "./epoch.ts";
import type { TokenRecord } from "./token-store.ts";

/** How many past epochs, replaced refresh tokens and seeds a process remembers. */
const maxRemembered = 8;

/**
 * What this process has seen in a store: the newest record, and what that record has replaced. It
 * distinguishes a store that was rolled back (its file was deleted, a backup was restored, a failover lost a
 * write) from one that has a newer record.
 */
export class StoreHistory {
  #record: TokenRecord = { revision: 0, obtainedAt: 0 };
  /** The newest record, prepared to replace the record of a store that was rolled back. */
  #restoredRecord: TokenRecord | undefined;
  /** The last epochs that were replaced by unrelated ones. Their records are never adopted again. */
  #pastEpochs: readonly string[] = [];
  /** The last refresh tokens that were replaced. A record with one of them is older than the newest one. */
  #replacedTokens: readonly string[] = [];
  /** Hashes of the last seeds that the store has seen. */
  #seeds: readonly string[] = [];

  /** The newest record, as this process has read or written it. */
  get record(): TokenRecord {
    return this.#record;
  }

  /**
   * Returns the newer one of a stored record and the one in memory. A store that was rolled back has spent
   * tokens or none, so the tokens in memory replace them. They do so in a new epoch: otherwise, other processes
   * would consider that record older than their own.
   */
  reconcile(stored: TokenRecord): TokenRecord {
    if (!this.isOlder(stored)) return stored;
    const restored = this.#restoredRecord ?? withNewEpoch(this.#record);
    this.#restoredRecord = asDescendantOf(stored, { ...restored, revision: stored.revision });
    return this.#restoredRecord;
  }

  /** Remembers a record as the newest one, unless it is older than the record in memory. */
  adopt(record: TokenRecord): void {
    if (record === this.#restoredRecord || this.isOlder(record)) return;
    this.#rememberReplaced(this.#record, record);
    this.#replacedTokens = this.#replacedTokens.filter(
      (token) => token !== record.tokens?.refreshToken,
    );
    this.#record = record;
    this.#restoredRecord = undefined;
    const known = this.#seeds.filter((hash) => !record.seeds?.includes(hash));
    this.#seeds = [...known, ...(record.seeds ?? [])].slice(-maxRemembered);
  }

  /**
   * Whether a record is older than the one in memory, which then replaces it. There is an exception: if the
   * provider has rejected the refresh token in memory, a record with another one that may work is kept.
   */
  isOlder(record: TokenRecord): boolean {
    const { refreshToken } = record.tokens ?? {};
    const isReplaced = refreshToken !== undefined && this.#replacedTokens.includes(refreshToken);
    const isPast = this.#isInPastEpoch(record) || isRolledBack(this.#record, record);
    if (!isPast) return isReplaced && !startsNewEpoch(this.#record, record);
    const isOther = refreshToken !== this.#record.tokens?.refreshToken;
    const mayWork = refreshToken !== undefined && isOther && !isReplaced;
    return !(this.#record.refusal && mayWork);
  }

  /** Remembers that the tokens of a record have replaced a refresh token. */
  markReplaced(refreshToken: string | undefined, { tokens }: TokenRecord): void {
    if (refreshToken === undefined || refreshToken === tokens?.refreshToken) return;
    const others = this.#replacedTokens.filter((other) => other !== refreshToken);
    this.#replacedTokens = [...others, refreshToken].slice(-maxRemembered);
  }

  /** Whether this process has seen a record that was created from a seed, or from tokens that followed it. */
  hasSeenSeed(hash: string): boolean {
    return this.#seeds.includes(hash);
  }

  /** Removes the tokens from memory, but keeps the revision and the epochs. */
  forgetTokens(): void {
    const { revision, epochs } = this.#record;
    this.#record = withoutUndefined<TokenRecord>({ revision, obtainedAt: 0, epochs });
  }

  #isInPastEpoch(record: TokenRecord): boolean {
    const epoch = epochOf(record);
    return epoch !== undefined && this.#pastEpochs.includes(epoch);
  }

  /** A store that was started anew does not list the earlier epochs, but a late read may still return them. */
  #rememberReplaced(record: TokenRecord, next: TokenRecord): void {
    const epoch = epochOf(record);
    if (epoch === epochOf(next)) this.markReplaced(record.tokens?.refreshToken, next);
    else if (epoch !== undefined)
      this.#pastEpochs = [...this.#pastEpochs, epoch].slice(-maxRemembered);
  }
}
