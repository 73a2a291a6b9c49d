import type { Spending, TokenRecord } from "@refresh-once/core";
import type { SimulatedProcess } from "./simulated-process.ts";

/** One's turn at a revision. */
export interface Turn extends Spending {
  readonly by: SimulatedProcess;
  readonly abandoned: Spending | undefined;
  readonly duration: number;
  until: number;
}

/** What stands in the store: each method is one atomic step. */
export class Ledger {
  record: TokenRecord | undefined;
  #turn: Turn | undefined;
  /** By a turn before: it stays until the revision moves on, whoever releases what. */
  #abandoned: Spending | undefined;
  readonly #stolen: Turn[] = [];
  readonly #seesDeath: boolean;

  constructor(seesDeath: boolean) {
    this.#seesDeath = seesDeath;
  }

  get revision(): number {
    return this.record?.revision ?? 0;
  }

  claim(by: SimulatedProcess, revision: number, duration: number, now: number): Turn | undefined {
    if (revision !== this.revision || this.#isHeld(now)) return undefined;
    const abandoned = this.#turn ?? this.#abandoned;
    this.#abandoned = abandoned;
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

  /** A compare-and-set: who has lost its turn may still be the first. */
  commit({ revision }: Turn, next: TokenRecord): boolean {
    if (revision !== this.revision) return false;
    this.record = next;
    this.#turn = undefined;
    this.#abandoned = undefined;
    return true;
  }

  release(turn: Turn): void {
    if (turn === this.#turn) this.#turn = undefined;
  }

  /** Whoever could not commit is alive. */
  prolong(turn: Turn, now: number): void {
    if (turn === this.#turn) turn.until = now + turn.duration;
  }

  steal(turn: Turn, now: number): void {
    turn.until = now;
    this.#stolen.push(turn);
  }

  claimOf(process: SimulatedProcess, now: number): "held" | "stolen" | "none" {
    if (this.#turn?.by === process && now <= this.#turn.until) return "held";
    const isStolen = this.#stolen.some(
      ({ by, startedAt, duration }) => by === process && now <= startedAt + duration,
    );
    return isStolen ? "stolen" : "none";
  }

  #isHeld(now: number): boolean {
    const turn = this.#turn;
    if (!turn || (this.#seesDeath && turn.by.isGone)) return false;
    return now < turn.until;
  }
}
