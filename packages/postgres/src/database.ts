import { listeningOn } from "./listening.ts";
import type { PostgresPool } from "./pool.ts";
import { isBroken, isConflict, shownError } from "./postgres-error.ts";

/** Of claimants at once all but one lose at the first try, and see at the second one that they have. */
const tries = 10;

/** One table, by way of a pool. */
export class Database {
  /** In quotes. */
  readonly table: string;
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool, table: string) {
    this.#pool = pool;
    this.table = table;
  }

  /**
   * Runs one statement, which must do no harm when it is run twice: it is tried again after a conflict,
   * which a user's default isolation makes of an ordinary wait, and once on another connection.
   *
   * @throws {Error} without anything of a row
   */
  async run(text: string, values: string[] = []): Promise<unknown[]> {
    let isBrokenOnce = false;
    for (let count = 1; ; count++) {
      try {
        return await this.#query(text, values);
      } catch (thrown) {
        const isAgain = isConflict(thrown) || (isBroken(thrown) && !isBrokenOnce);
        if (!isAgain || count === tries) throw shownError(thrown, this.table);
        isBrokenOnce ||= isBroken(thrown);
      }
    }
  }

  async #query(text: string, values: string[]): Promise<unknown[]> {
    const listening = listeningOn(this.#pool);
    listening.adjust();
    try {
      return (await this.#pool.query(text, values)).rows;
    } finally {
      listening.adjust();
    }
  }
}
