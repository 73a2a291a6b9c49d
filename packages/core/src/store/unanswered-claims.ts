/**
 * For stores over a network: the ids of claims whose answers never came. One of them may stand on the
 * server, and nobody has it. The next claim of the same revision takes its id, and a server that knows
 * an id gives it its claim again, instead of letting it wait for the end of its own lease.
 */
export class UnansweredClaims {
  #revision = 0;
  #ids: string[] = [];

  /** An id for one claim; nobody else has it meanwhile. */
  take(revision: number): string {
    const left = revision === this.#revision ? this.#ids.pop() : undefined;
    return left ?? crypto.randomUUID();
  }

  /** Gives back the id of a claim that was not answered. */
  leave(revision: number, id: string): void {
    if (revision !== this.#revision) this.#ids = [];
    this.#revision = revision;
    this.#ids.push(id);
  }
}
