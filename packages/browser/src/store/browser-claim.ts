import type { Claim, Spending, TokenRecord } from "@refresh-once/core/store";
import type { AccountEntry } from "./account-entry.ts";
import { withLeaseRestarted, withoutClaim, withRecord } from "./account-row.ts";

/** The data of a claim that was won. */
interface WonClaim {
  readonly id: string;
  readonly revision: number;
  /** The lease in the row, in ms. */
  readonly lease: number;
  /** The lease that was asked for, in ms. For so long, the context may answer for its claimant. */
  readonly duration: number;
  readonly abandoned: Spending | undefined;
  /** Frees the Web Lock of the claim, if it has one. */
  readonly freeLock: (() => void) | undefined;
}

/** A claim that is stored in the row of its account. */
export class BrowserClaim implements Claim {
  declare readonly abandoned?: Spending;
  readonly lease: number;
  readonly #stopAnswering: () => void;
  /** When the claimant has given its last sign of life, on the clock of `performance.now()`. */
  #aliveAt = performance.now();
  readonly #entry: AccountEntry;
  readonly #won: WonClaim;

  constructor(entry: AccountEntry, won: WonClaim) {
    this.#entry = entry;
    this.#won = won;
    this.lease = won.lease;
    if (won.abandoned) this.abandoned = won.abandoned;
    this.#stopAnswering = entry.onQuestion(won.id, () => this.#answer());
  }

  async extend(): Promise<boolean> {
    this.#aliveAt = performance.now();
    return this.#restartLease();
  }

  async commit(next: TokenRecord): Promise<boolean> {
    const { revision } = this.#won;
    if (next.revision !== revision + 1) {
      throw new RangeError(
        `The next record must have revision ${revision + 1}, and has ${next.revision}`,
      );
    }
    try {
      return await this.#end((row) => withRecord(row, revision, next));
    } catch (thrown) {
      // Restart the lease, so that the commit can be retried.
      this.extend().catch(() => {});
      throw thrown;
    }
  }

  async release(): Promise<void> {
    this.#stopAnswering();
    await this.#end((row) => withoutClaim(row, this.#won.id));
  }

  /** Timers of a hidden tab may be a minute late, so that its heartbeat fails. Messages come at once. */
  async #answer(): Promise<void> {
    if (performance.now() - this.#aliveAt < this.#won.duration) await this.#restartLease();
  }

  async #restartLease(): Promise<boolean> {
    const row = await this.#entry.replace((row) => withLeaseRestarted(row, this.#won.id));
    return row !== undefined;
  }

  /** Changes the row, frees the lock and wakes the contexts that wait. */
  async #end(change: Parameters<AccountEntry["replace"]>[0]): Promise<boolean> {
    const row = await this.#entry.replace(change);
    this.#stopAnswering();
    this.#won.freeLock?.();
    if (row) this.#entry.announce();
    return row !== undefined;
  }
}
