import {
  type Claim,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";
import type { AccountKey } from "./account-key.ts";

/** The data of a claim that was won. */
interface WonClaim {
  readonly id: string;
  readonly revision: number;
  /** In ms, as a string. */
  readonly lease: string;
  readonly abandoned: Spending | undefined;
}

/** A claim that is stored in the account's hash. */
export class RedisClaim implements Claim {
  declare readonly abandoned?: Spending;
  readonly #account: AccountKey;
  readonly #won: WonClaim;

  constructor(account: AccountKey, won: WonClaim) {
    this.#account = account;
    this.#won = won;
    if (won.abandoned) this.abandoned = won.abandoned;
  }

  async extend(): Promise<boolean> {
    const [outcome] = await this.#account.run("extend", this.#won.id, this.#won.lease);
    return outcome === "done";
  }

  async commit(next: TokenRecord): Promise<boolean> {
    try {
      return await this.#commit(next);
    } catch (thrown) {
      // Restart the lease, so the caller can retry. Do not wait: a disconnected client may answer much later.
      this.extend().catch(() => {});
      throw thrown;
    }
  }

  async #commit(next: TokenRecord): Promise<boolean> {
    const { revision } = this.#won;
    if (next.revision !== revision + 1) {
      throw new RangeError(
        `The next record must have revision ${revision + 1}, and has ${next.revision}`,
      );
    }
    const { channel } = this.#account;
    const text = writeTokenRecord(next);
    const epochs = JSON.stringify(next.epochs ?? []);
    const args = [`${revision}`, `${next.revision}`, text, channel, epochs];
    const [outcome] = await this.#account.run("commit", ...args);
    return outcome === "done";
  }

  async release(): Promise<void> {
    await this.#account.run("release", this.#won.id);
  }
}
