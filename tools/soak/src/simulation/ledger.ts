import type { Spending, TokenRecord } from "@refresh-once/core/store";
import type { SimulatedProcess } from "./simulated-process.ts";

/** One's turn at a revision. */
export interface Turn extends Spending {
  readonly by: SimulatedProcess;
  readonly abandoned: Spending | undefined;
  readonly duration: number;
  until: number;
  /** What its claimant has journaled. */
  entry?: TokenRecord;
}

/** What stands in the store: each method is one atomic step. */
export class Ledger {
  #record: TokenRecord | undefined;
  #turn: Turn | undefined;
  /** Those that were taken over at this revision, the last one first. */
  #former: readonly Turn[] = [];
  /** By a turn before: it stays until the revision moves on, whoever releases what. */
  #abandoned: Spending | undefined;
  /** Of these, others may have the claim before their lease is over. */
  readonly #lost: Turn[] = [];
  /** Whether it has gone back, or was begun anew. */
  #isSwitched = false;
  readonly #seesDeath: boolean;
  /** Every record that this store has held, the present one last. */
  #past: TokenRecord[] = [];

  constructor(seesDeath: boolean) {
    this.#seesDeath = seesDeath;
  }

  get record(): TokenRecord | undefined {
    return this.#record;
  }

  get revision(): number {
    return this.#record?.revision ?? 0;
  }

  claim(by: SimulatedProcess, revision: number, duration: number, now: number): Turn | undefined {
    if (!this.#isFree(revision, now)) return undefined;
    const abandoned = this.#turn ?? this.#abandoned;
    this.#abandoned = abandoned;
    if (this.#turn) this.#former = [this.#turn, ...this.#former];
    this.#turn = {
      by,
      revision,
      startedAt: now,
      abandoned,
      duration,
      until: now + duration,
    };
    return this.#turn;
  }

  /** Commits the reply that a claimant has journaled before it vanished, instead of giving a claim. */
  recover(revision: number, now: number): TokenRecord | undefined {
    if (!this.#isFree(revision, now)) return undefined;
    for (const turn of this.#active) {
      if (turn.entry && this.commit(turn, turn.entry)) return turn.entry;
    }
    return undefined;
  }

  /** A compare-and-set: who has lost its turn may still be the first. */
  commit(turn: Turn, next: TokenRecord): boolean {
    if (turn.revision !== this.revision || !isOfHistory(next, this.#record)) return false;
    // A claim that was lost with the store may still be committed: whoever has the next one cannot know.
    if (this.#isSwitched) this.#loseClaims(turn);
    this.#put(next);
    this.#past.push(next);
    return true;
  }

  /** @returns whether the claim stands, and nobody has taken it over */
  journal(turn: Turn, next: TokenRecord): boolean {
    if (this.#active.includes(turn)) turn.entry = next;
    return this.#turn === turn;
  }

  release(turn: Turn): void {
    delete turn.entry;
    this.#former = this.#former.filter((former) => former !== turn);
    if (turn === this.#turn) this.#turn = undefined;
  }

  /** Starts a lease anew: of a claimant that could not commit, or that waits for an answer. */
  prolong(turn: Turn, now: number): boolean {
    if (turn !== this.#turn) return false;
    turn.until = now + turn.duration;
    return true;
  }

  steal(turn: Turn, now: number): void {
    turn.until = now;
    this.#lost.push(turn);
  }

  /** Loses its newest records, and all claims. */
  goBack(by: number): void {
    this.#isSwitched = true;
    this.#loseClaims();
    this.#past.length = Math.max(0, this.#past.length - by);
    this.#put(this.#past.at(-1));
  }

  /** Another store takes the place of this one. */
  beginAnew(record: TokenRecord): void {
    this.#isSwitched = true;
    this.#loseClaims();
    this.#past = [record];
    this.#put(record);
  }

  /** Their claimants do not know it. */
  #loseClaims(but?: Turn): void {
    this.#lost.push(...this.#active.filter((turn) => turn !== but));
  }

  claimOf(process: SimulatedProcess, now: number): "held" | "lost" | "none" {
    if (this.#turn?.by === process && now <= this.#turn.until) return "held";
    const isLost = this.#lost.some(
      ({ by, startedAt, duration }) => by === process && now <= startedAt + duration,
    );
    return isLost ? "lost" : "none";
  }

  #put(record: TokenRecord | undefined): void {
    this.#record = record;
    this.#turn = undefined;
    this.#former = [];
    this.#abandoned = undefined;
  }

  get #active(): readonly Turn[] {
    return this.#turn ? [this.#turn, ...this.#former] : this.#former;
  }

  #isFree(revision: number, now: number): boolean {
    return revision === this.revision && !this.#isHeld(now);
  }

  #isHeld(now: number): boolean {
    const turn = this.#turn;
    if (!turn || (this.#seesDeath && turn.by.isGone)) return false;
    return now < turn.until;
  }
}

/** Whether a record descends from the one that it is to replace. */
function isOfHistory(next: TokenRecord, current: TokenRecord | undefined): boolean {
  const epoch = current?.epochs?.at(-1);
  return epoch === undefined || next.epochs === undefined || next.epochs.includes(epoch);
}
