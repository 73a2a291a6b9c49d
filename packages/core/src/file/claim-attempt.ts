import { randomUUID } from "node:crypto";
import type { Spending } from "../store/index.ts";
import { type Claimant, findClaim, findClaims, writeEntry } from "./claim-entry.ts";
import { claimName, draftName, proposalsOf, turnsOf } from "./journal-names.ts";
import { isAtRevision } from "./record-file.ts";
import { Reservation } from "./reservation.ts";
import type { StoreFiles } from "./store-files.ts";

/** A claim that was won: all claims of its revision before it were released or abandoned. */
export interface Turn {
  readonly number: number;
  readonly claimant: Claimant;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly reservation: Reservation;
  /** The last claim that was abandoned. */
  readonly abandoned: Spending | undefined;
  /** Reservations and proposals of other claimants of this revision, by name. */
  readonly others: readonly string[];
}

/**
 * Takes the first free turn of a revision, with room for the next record. If it throws, or takes none,
 * it leaves no claim behind.
 *
 * @param from the last turn that was seen there
 * @returns `undefined` if a claim is active, or the revision has moved on
 */
export async function takeTurn(
  files: StoreFiles,
  claimant: Claimant,
  from: number,
): Promise<Turn | undefined> {
  const attempt = new ClaimAttempt(files, claimant);
  let turn: Turn | undefined;
  try {
    turn = await attempt.take(from);
    return turn;
  } finally {
    await attempt.end(turn !== undefined);
  }
}

class ClaimAttempt {
  readonly #files: StoreFiles;
  readonly #claimant: Claimant;
  readonly #id = randomUUID();
  readonly #draft = draftName(this.#id);
  readonly #startedAt = Date.now();
  #reservation: Reservation | undefined;
  #number: number | undefined;

  constructor(files: StoreFiles, claimant: Claimant) {
    this.#files = files;
    this.#claimant = claimant;
  }

  async take(from: number): Promise<Turn | undefined> {
    const reservation = await this.#prepare();
    this.#number = await this.#takeFirstFree(from);
    if (this.#number === undefined) return undefined;
    await this.#files.sync();
    return this.#confirm(this.#number, reservation);
  }

  /** Removes what is not needed any more: without success, that is all of it. */
  async end(isWon: boolean): Promise<void> {
    const names = [this.#draft];
    if (!isWon) {
      this.#reservation?.close();
      if (this.#reservation) names.push(this.#reservation.name);
      if (this.#number !== undefined) names.push(claimName(this.#claimant.revision, this.#number));
    }
    await this.#files.clear(names);
  }

  /** Both files are on the disk before the claim gets its name. */
  async #prepare(): Promise<Reservation> {
    const { revision } = this.#claimant;
    const entry = writeEntry(this.#claimant, { reservation: this.#id, startedAt: this.#startedAt });
    const [reserved, written] = await Promise.allSettled([
      Reservation.make(this.#files, revision + 1, this.#id),
      this.#files.writeNew(this.#draft, entry),
    ]);
    if (reserved.status === "rejected") throw reserved.reason;
    this.#reservation = reserved.value;
    if (written.status === "rejected") throw written.reason;
    return reserved.value;
  }

  /** Gives the draft of the claim the name of the first turn that nobody has. */
  async #takeFirstFree(from: number): Promise<number | undefined> {
    const files = this.#files;
    for (let number = from; ; number++) {
      const linked = await files.link(this.#draft, claimName(this.#claimant.revision, number));
      if (linked === "won") return number;
      // Another process has removed the draft of a process that was suspended for long.
      if (linked === "gone") return undefined;
      const found = await findClaim(files, this.#claimant, number);
      if (!found || found.isActive) return undefined;
    }
  }

  /**
   * A turn is won only after this look. Names of former revisions are free again, and so is the turn of
   * a claim that was released: below an active one, or after somebody took it for abandoned.
   */
  async #confirm(number: number, reservation: Reservation): Promise<Turn | undefined> {
    const { revision } = this.#claimant;
    const names = await this.#files.names();
    const turns = turnsOf(names, revision);
    if (turns.some((turn) => turn > number)) return undefined;
    const before = turns.filter((turn) => turn < number);
    const last = await findClaims(this.#files, this.#claimant, before);
    if (last?.isActive || !(await isAtRevision(this.#files.path, revision))) return undefined;
    const proposals = proposalsOf(names, revision + 1);
    const others = proposals.filter((name) => name !== reservation.name);
    const abandoned = last?.entry;
    return {
      number,
      claimant: this.#claimant,
      startedAt: this.#startedAt,
      reservation,
      abandoned,
      others,
    };
  }
}
