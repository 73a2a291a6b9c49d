/**
 * The ids of claims whose answers never came. One of them may stand in the table, and nobody has it:
 * the next claim of the same revision takes its id, instead of waiting for the end of its lease.
 */
export class UnansweredClaims {
  #revision = 0;
  #ids: string[] = [];

  /** An id for one claim; nobody else has it meanwhile. */
  take(revision: number): string {
    const left = revision === this.#revision ? this.#ids.pop() : undefined;
    return left ?? crypto.randomUUID();
  }

  leave(revision: number, id: string): void {
    if (revision !== this.#revision) this.#ids = [];
    this.#revision = revision;
    this.#ids.push(id);
  }
}
