import type { Claim, Spending, TokenRecord } from "@refresh-once/core/store";
import type { AccountEntry } from "./account-entry.ts";
import { withLeaseRestarted, withoutClaim, withRecord } from "./account-row.ts";

/** The data of a claim that was won. */
interface WonClaim {
  readonly id: string;
  readonly revision: number;
  readonly abandoned: Spending | undefined;
  /** Frees the Web Lock of the claim, if it has one. */
  readonly freeLock: (() => void) | undefined;
}

/** A claim that is stored in the row of its account. */
export class BrowserClaim implements Claim {
  declare readonly abandoned?: Spending;
  readonly #entry: AccountEntry;
  readonly #won: WonClaim;

  constructor(entry: AccountEntry, won: WonClaim) {
    this.#entry = entry;
    this.#won = won;
    if (won.abandoned) this.abandoned = won.abandoned;
  }

  async extend(): Promise<boolean> {
    const row = await this.#entry.replace((row) => withLeaseRestarted(row, this.#won.id));
    return row !== undefined;
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
    await this.#end((row) => withoutClaim(row, this.#won.id));
  }

  /** Changes the row, frees the lock and wakes the contexts that wait. */
  async #end(change: Parameters<AccountEntry["replace"]>[0]): Promise<boolean> {
    const row = await this.#entry.replace(change);
    this.#won.freeLock?.();
    if (row) this.#entry.announce();
    return row !== undefined;
  }
}
