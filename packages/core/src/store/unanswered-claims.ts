/**
 * Remembers the ids of claims for which a network store sent no answer. Such a claim may exist on the server
 * although no process holds it. The next claim of the same revision uses the same id, so that the server
 * returns the existing claim. Otherwise, the process would wait for the end of its own lease.
 */
export class UnansweredClaims {
  #revision = 0;
  #ids: string[] = [];

  /** Returns an id for one claim. No other claim uses it at the same time. */
  take(revision: number): string {
    const unanswered = revision === this.#revision ? this.#ids.pop() : undefined;
    return unanswered ?? crypto.randomUUID();
  }

  /** Returns the id of a claim to which no answer came. */
  leave(revision: number, id: string): void {
    if (revision !== this.#revision) this.#ids = [];
    this.#revision = revision;
    this.#ids.push(id);
  }
}
