import type { Claim, Spending, TokenRecord } from "../store/index.ts";
import type { WonAttempt } from "./claim-attempt.ts";
import { isEntryOf, writeEntry } from "./claim-entry.ts";
import { commitRecord } from "./commit.ts";
import { attemptsOf, claimName } from "./journal-names.ts";
import type { Unlock } from "./lock.ts";
import { isAtRevision, writeRecord } from "./record-file.ts";
import { hasCode } from "./system-error.ts";

/**
 * A claim of a file store. It is valid as long as its claim file exists and no process has taken it over;
 * the lock is normally held as well, but safety does not depend on it.
 */
export class FileClaim implements Claim {
  readonly abandoned?: Spending;
  readonly #attempt: WonAttempt;
  readonly #unlock: Unlock;
  #lastCommit: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;
  #hasEnded = false;

  constructor(attempt: WonAttempt, unlock: Unlock) {
    this.#attempt = attempt;
    this.#unlock = unlock;
    if (attempt.abandoned) this.abandoned = attempt.abandoned;
  }

  journal(next: TokenRecord): void {
    const { reservation } = this.#attempt;
    if (!this.#hasEnded) reservation.writeNow(writeRecord(next, reservation.id));
  }

  /**
   * Restarts the lease. A commit or a release may run at the same time. This method only rewrites a file
   * that exists, so it cannot bring back a claim that they end.
   */
  async extend(): Promise<boolean> {
    if (!(await this.#isCurrent())) return false;
    try {
      await this.#renewTimes();
    } catch (error) {
      if (hasCode(error, "ENOENT")) return false;
      throw error;
    }
    // Check again: another process may have taken over between the first check and the new times. A
    // process that takes over later sees the new times when it confirms its attempt, and gives up.
    return this.#isCurrent();
  }

  /** Sets the claim file's modification time and the uptime in it, which no clock change can move. */
  async #renewTimes(): Promise<void> {
    const { claimant, reservation, startedAt } = this.#attempt;
    const own = { reservation: reservation.id, startedAt };
    await claimant.files.rewrite(this.#name, (text) =>
      isEntryOf(text, own.reservation) ? writeEntry(claimant, own) : undefined,
    );
  }

  get #name(): string {
    return claimName(this.#attempt.claimant.revision, this.#attempt.number);
  }

  /** Whether this claim still exists, was not taken over, and its revision is the current one. */
  async #isCurrent(): Promise<boolean> {
    const { claimant, number } = this.#attempt;
    const attempts = attemptsOf(await claimant.files.names(), claimant.revision);
    const isLast = attempts.at(-1) === number;
    const isAtClaimed = isLast && (await isAtRevision(claimant.files.path, claimant.revision));
    // Once this claim has ended, the same file name may belong to another claimant.
    return isAtClaimed && !this.#hasEnded;
  }

  /** Runs commits one after the other, because they share the reservation. */
  commit(next: TokenRecord): Promise<boolean> {
    const committed = this.#lastCommit.then(() => this.#commit(next));
    this.#lastCommit = committed.catch(() => {});
    return committed;
  }

  async #commit(next: TokenRecord): Promise<boolean> {
    const { claimant, reservation } = this.#attempt;
    try {
      const committed = await commitRecord(claimant.files, next, reservation);
      await this.#end(1);
      return committed;
    } catch (error) {
      // A failed write does not mean that this process is gone: keep the lease, so the caller can retry.
      await this.#renewTimes().catch(() => {});
      throw error;
    }
  }

  /** Releases only once, because the name of the claim file may belong to another claimant afterwards. */
  release(): Promise<void> {
    this.#released ??= this.#end(this.#attempt.number);
    return this.#released;
  }

  /** Removes the claim files of this revision from this attempt number up to its own. */
  async #end(from: number): Promise<void> {
    this.#hasEnded = true;
    const { claimant, number, reservation, others } = this.#attempt;
    reservation.close();
    const attempts = Array.from({ length: number - from + 1 }, (_, index) => from + index);
    const names = attempts.map((attempt) => claimName(claimant.revision, attempt));
    await claimant.files.clear([reservation.name, ...(from === 1 ? others : []), ...names]);
    await this.#unlock();
  }
}
