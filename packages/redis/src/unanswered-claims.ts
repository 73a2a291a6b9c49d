/**
 * Ids of claims whose answer never came: the server may have given them all the same. The next
 * claim of the revision brings them along, so that a cut connection leaves no claim of nobody.
 */
export class UnansweredClaims {
  #revision = 0;
  #ids: string[] = [];

  /** Takes them out: no two claims under way have an id in common. */
  take(revision: number): string[] {
    const ids = this.#revision === revision ? this.#ids : [];
    this.#ids = [];
    return ids;
  }

  /** Puts back those of a claim that was not answered either. */
  keep(revision: number, ids: readonly string[]): void {
    if (this.#revision !== revision) this.#ids = [];
    this.#revision = revision;
    this.#ids.push(...ids);
  }
}
