import {
  type Claim,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";
import type { AccountKey } from "./account-key.ts";
import { commitScript, extendScript, releaseScript } from "./scripts.ts";

/** What a claim was won with. */
interface WonClaim {
  readonly id: string;
  readonly revision: number;
  /** In ms, as text. */
  readonly lease: string;
  readonly abandoned: Spending | undefined;
}

/** A claim in the hash of an account. */
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
    const [outcome] = await this.#account.run(extendScript, this.#won.id, this.#won.lease);
    return outcome === "extended";
  }

  async commit(next: TokenRecord): Promise<boolean> {
    try {
      return await this.#commit(next);
    } catch (thrown) {
      // Not waited for: a client that is cut off may answer when it is connected again.
      this.extend().catch(() => {});
      throw thrown;
    }
  }

  async #commit(next: TokenRecord): Promise<boolean> {
    const { revision } = this.#won;
    if (next.revision !== revision + 1) {
      throw new RangeError(`The record must have the revision ${revision + 1}`);
    }
    const { channel } = this.#account;
    const text = writeTokenRecord(next);
    const epochs = JSON.stringify(next.epochs ?? []);
    const args = [`${revision}`, `${next.revision}`, text, channel, epochs];
    const [outcome] = await this.#account.run(commitScript, ...args);
    return outcome === "committed";
  }

  async release(): Promise<void> {
    await this.#account.run(releaseScript, this.#won.id);
  }
}
