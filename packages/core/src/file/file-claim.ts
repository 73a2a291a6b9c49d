import type { Claim, Spending, TokenRecord } from "../store.ts";
import { commitRecord } from "./commit.ts";
import type { Folder } from "./folder.ts";
import { claimName } from "./journal.ts";
import type { Unlock } from "./lock.ts";
import type { Turn } from "./turn.ts";

/** The claim of a file store, while its claim file and, as a rule, its lock are there. */
export class FileClaim implements Claim {
  readonly abandoned?: Spending;
  readonly #folder: Folder;
  readonly #revision: number;
  readonly #turn: number;
  /** Room on the disk for the next record, taken before the token is spent. */
  #room: string | undefined;
  readonly #unlock: Unlock;
  #before: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(folder: Folder, revision: number, turn: Turn, unlock: Unlock) {
    this.#folder = folder;
    this.#revision = revision;
    this.#turn = turn.number;
    this.#room = turn.room;
    this.#unlock = unlock;
    if (turn.abandoned) this.abandoned = turn.abandoned;
  }

  /** One after the other: they share the room. */
  commit(next: TokenRecord): Promise<boolean> {
    const committed = this.#before.then(() => this.#commit(next));
    this.#before = committed.catch(() => {});
    return committed;
  }

  async #commit(next: TokenRecord): Promise<boolean> {
    try {
      const committed = await commitRecord(this.#folder, next, this.#room);
      this.#room = undefined;
      await this.#end(1);
      return committed;
    } catch (error) {
      // Whoever cannot write is alive, all the same.
      await this.#folder.touch(claimName(this.#revision, this.#turn)).catch(() => {});
      throw error;
    }
  }

  /** Once: after that, its turn may be somebody else's. */
  release(): Promise<void> {
    this.#released ??= this.#end(this.#turn);
    return this.#released;
  }

  /** Removes the claim files from this turn on; what stays behind is cleared by the next claim. */
  async #end(from: number): Promise<void> {
    const turns = Array.from({ length: this.#turn - from + 1 }, (_, index) => from + index);
    const names = turns.map((turn) => claimName(this.#revision, turn));
    const rest = this.#room ? [this.#room, ...names] : names;
    await this.#folder.remove(rest).catch(() => {});
    await this.#unlock();
  }
}
