import type { Claim, Spending, TokenRecord } from "../store/index.ts";
import type { Turn } from "./claim-attempt.ts";
import { isEntryOf, writeEntry } from "./claim-entry.ts";
import { commitRecord } from "./commit.ts";
import { claimName, turnsOf } from "./journal-names.ts";
import type { Unlock } from "./lock.ts";
import { isAtRevision, writeRecord } from "./record-file.ts";
import type { StoreFiles } from "./store-files.ts";
import { hasCode } from "./system-error.ts";

/** A claim that was won in a file store, and its lock. */
export interface WonClaim {
  readonly files: StoreFiles;
  readonly revision: number;
  readonly turn: Turn;
  readonly unlock: Unlock;
}

/** The claim of a file store, as long as its claim file and, as a rule, its lock are there. */
export class FileClaim implements Claim {
  readonly abandoned?: Spending;
  readonly #files: StoreFiles;
  readonly #revision: number;
  readonly #turn: Turn;
  readonly #unlock: Unlock;
  #before: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;
  #hasEnded = false;

  constructor({ files, revision, turn, unlock }: WonClaim) {
    this.#files = files;
    this.#revision = revision;
    this.#turn = turn;
    this.#unlock = unlock;
    if (turn.abandoned) this.abandoned = turn.abandoned;
  }

  journal(next: TokenRecord): void {
    const { reservation } = this.#turn;
    if (!this.#hasEnded) reservation.writeNow(writeRecord(next, reservation.id));
  }

  /**
   * Starts the lease anew. A commit or a release may run at the same time: this creates no file, so it
   * cannot bring back a claim that they end.
   */
  async extend(): Promise<boolean> {
    if (!(await this.#isCurrent())) return false;
    try {
      await this.#renew();
    } catch (error) {
      if (hasCode(error, "ENOENT")) return false;
      throw error;
    }
    // PollResult again: between the first look and the new time, somebody may have taken over. Whoever
    // comes later finds the new time when it confirms its turn, and gives that turn up.
    return this.#isCurrent();
  }

  /** Renews both times of the claim: the one in the file is by a clock that nobody can set. */
  async #renew(): Promise<void> {
    const { claimant, reservation, startedAt } = this.#turn;
    const own = { reservation: reservation.id, startedAt };
    await this.#files.rewrite(this.#name, (text) =>
      isEntryOf(text, own.reservation) ? writeEntry(claimant, own) : undefined,
    );
  }

  get #name(): string {
    return claimName(this.#revision, this.#turn.number);
  }

  /** Whether this claim is there, nobody has taken it over, and the revision has not moved on. */
  async #isCurrent(): Promise<boolean> {
    const turns = turnsOf(await this.#files.names(), this.#revision);
    const isLast = turns.at(-1) === this.#turn.number;
    // Once this claim has ended, another claimant may use the same file name.
    return isLast && (await isAtRevision(this.#files.path, this.#revision)) && !this.#hasEnded;
  }

  /** One after the other: they share the reservation. */
  commit(next: TokenRecord): Promise<boolean> {
    const committed = this.#before.then(() => this.#commit(next));
    this.#before = committed.catch(() => {});
    return committed;
  }

  async #commit(next: TokenRecord): Promise<boolean> {
    try {
      const committed = await commitRecord(this.#files, next, this.#turn.reservation);
      await this.#end(1);
      return committed;
    } catch (error) {
      // A process that cannot write is alive all the same.
      await this.#renew().catch(() => {});
      throw error;
    }
  }

  /** Only once: after that, its turn may be another claimant's. */
  release(): Promise<void> {
    this.#released ??= this.#end(this.#turn.number);
    return this.#released;
  }

  /** Removes the claim files from this turn on. */
  async #end(from: number): Promise<void> {
    this.#hasEnded = true;
    const { number, reservation } = this.#turn;
    reservation.close();
    const turns = Array.from({ length: number - from + 1 }, (_, index) => from + index);
    const names = turns.map((turn) => claimName(this.#revision, turn));
    const others = from === 1 ? this.#turn.others : [];
    await this.#files.clear([reservation.name, ...others, ...names]);
    await this.#unlock();
  }
}
