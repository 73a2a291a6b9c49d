import type { Claim, Spending, TokenRecord } from "../store.ts";
import type { Folder } from "./folder.ts";
import { claimName, commitName, type Turn } from "./journal.ts";
import type { Unlock } from "./lock.ts";
import { isAtRevision, writeRecord } from "./record-file.ts";

/** The claim of a file store, while its claim file and, as a rule, its lock are there. */
export class FileClaim implements Claim {
  readonly abandoned?: Spending;
  readonly #folder: Folder;
  readonly #revision: number;
  readonly #turn: number;
  /** Room on the disk for the next record, taken before the token is spent. */
  #room: string | undefined;
  readonly #unlock: Unlock;

  constructor(folder: Folder, revision: number, turn: Turn, unlock: Unlock) {
    this.#folder = folder;
    this.#revision = revision;
    this.#turn = turn.number;
    this.#room = turn.room;
    this.#unlock = unlock;
    if (turn.abandoned) this.abandoned = turn.abandoned;
  }

  async commit(next: TokenRecord): Promise<boolean> {
    try {
      const committed = await this.#replace(next);
      await this.#end(committed ? 1 : this.#turn);
      return committed;
    } catch (error) {
      // Whoever cannot write is alive, all the same.
      await this.#folder.touch(claimName(this.#revision, this.#turn)).catch(() => {});
      throw error;
    }
  }

  release(): Promise<void> {
    return this.#end(this.#turn);
  }

  /**
   * The name of the commit is taken by one alone; only then, and only while the revision has not
   * moved on, is the file replaced. Who dies in between has its commit brought to an end by others.
   */
  async #replace(next: TokenRecord): Promise<boolean> {
    const folder = this.#folder;
    const name = commitName(next.revision);
    const draft = await this.#writeDraft(writeRecord(next));
    try {
      if (!(await folder.linkIfAbsent(draft, name))) return false;
      const isCurrent = await isAtRevision(folder.path, this.#revision);
      await (isCurrent ? folder.publish(name) : folder.remove([name]));
      return isCurrent;
    } finally {
      await folder.remove([draft]);
    }
  }

  /** The room is used once: under its second name it is the record itself. */
  async #writeDraft(content: string): Promise<string> {
    const room = this.#room;
    if (!room) return this.#folder.writeDraft(content);
    const draft = await this.#folder.rewriteDraft(room, content);
    this.#room = undefined;
    return draft;
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
