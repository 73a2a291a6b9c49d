import { randomUUID } from "node:crypto";
import type { Spending } from "../store/index.ts";
import { type Claimant, findClaim, findClaims, writeEntry } from "./claim-entry.ts";
import { attemptsOf, claimName, draftName, proposalsOf } from "./journal-names.ts";
import { isAtRevision } from "./record-file.ts";
import { Reservation } from "./reservation.ts";

/** An attempt that won the claim: every earlier claim of the revision was released or abandoned. */
export interface WonAttempt {
  /** The second number in the name of the claim file, such as 2 in `7.2.claim`. */
  readonly number: number;
  readonly claimant: Claimant;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly reservation: Reservation;
  /** The most recent claim of this revision that was abandoned. */
  readonly abandoned: Spending | undefined;
  /** The names of other claimants' reservations and proposals for the same revision. */
  readonly others: readonly string[];
}

/**
 * Tries to win the claim of a revision: reserves disk space for the next record, then creates a claim
 * file under the first free attempt number. Without success, it leaves no claim file behind.
 *
 * @param from the highest attempt number that was found in the journal
 * @returns `undefined` if another claim is active, or the revision has moved on
 */
export async function attemptClaim(
  claimant: Claimant,
  from: number,
): Promise<WonAttempt | undefined> {
  const attempt = new ClaimAttempt(claimant);
  let won: WonAttempt | undefined;
  try {
    won = await attempt.run(from);
    return won;
  } finally {
    await attempt.end(won !== undefined);
  }
}

class ClaimAttempt {
  readonly #claimant: Claimant;
  readonly #id = randomUUID();
  readonly #draft = draftName(this.#id);
  readonly #startedAt = Date.now();
  #reservation: Reservation | undefined;
  #number: number | undefined;

  constructor(claimant: Claimant) {
    this.#claimant = claimant;
  }

  async run(from: number): Promise<WonAttempt | undefined> {
    const reservation = await this.#prepare();
    this.#number = await this.#linkFirstFree(from);
    if (this.#number === undefined) return undefined;
    await this.#claimant.files.sync();
    return this.#confirm(this.#number, reservation);
  }

  /** Removes the draft; if the attempt was lost, also the reservation and the claim file. */
  async end(isWon: boolean): Promise<void> {
    const { files, revision } = this.#claimant;
    const names = [this.#draft];
    if (!isWon) {
      this.#reservation?.close();
      if (this.#reservation) names.push(this.#reservation.name);
      if (this.#number !== undefined) names.push(claimName(revision, this.#number));
    }
    await files.clear(names);
  }

  /** Writes the reservation and the draft to the disk, before the claim becomes visible by its name. */
  async #prepare(): Promise<Reservation> {
    const { files, revision } = this.#claimant;
    const entry = writeEntry(this.#claimant, { reservation: this.#id, startedAt: this.#startedAt });
    const [reserved, written] = await Promise.allSettled([
      Reservation.make(files, revision + 1, this.#id),
      files.writeNew(this.#draft, entry),
    ]);
    if (reserved.status === "rejected") throw reserved.reason;
    this.#reservation = reserved.value;
    if (written.status === "rejected") throw written.reason;
    return reserved.value;
  }

  /** Links the draft to the claim file of the first attempt number that no process uses. */
  async #linkFirstFree(from: number): Promise<number | undefined> {
    const { files, revision } = this.#claimant;
    for (let number = from; ; number++) {
      const linked = await files.link(this.#draft, claimName(revision, number));
      if (linked === "won") return number;
      // This process was suspended so long that another process removed its draft as a left-over.
      if (linked === "gone") return undefined;
      const found = await findClaim(this.#claimant, number);
      if (!found || found.isActive) return undefined;
    }
  }

  /**
   * Looks at the journal again before the claim counts as won. The exclusive link alone is not enough,
   * because names become free again: those of an earlier revision, and that of a released claim, perhaps
   * with an active claim at a higher or lower attempt number.
   */
  async #confirm(number: number, reservation: Reservation): Promise<WonAttempt | undefined> {
    const { files, revision } = this.#claimant;
    const names = await files.names();
    const attempts = attemptsOf(names, revision);
    if (attempts.some((attempt) => attempt > number)) return undefined;
    const before = attempts.filter((attempt) => attempt < number);
    const last = await findClaims(this.#claimant, before);
    if (last?.isActive || !(await isAtRevision(files.path, revision))) return undefined;
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
