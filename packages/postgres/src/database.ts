import { type CommitListener, commitListenerOf } from "./commit-listener.ts";
import type { PostgresPool } from "./pool.ts";
import { isBroken, isConflict, toSafeError } from "./safe-error.ts";

/**
 * How often a statement runs at most. In a serializable database, all but one of several concurrent claims
 * fail with a conflict at the first attempt, and learn at the second one that they lost.
 */
const maxAttempts = 10;

/** Runs statements on one table through a pool, and retries them where that is safe. */
export class Database {
  /** The quoted name of the table. */
  readonly table: string;
  readonly #pool: PostgresPool;
  readonly #listener: CommitListener;

  constructor(pool: PostgresPool, table: string) {
    this.#pool = pool;
    this.#listener = commitListenerOf(pool);
    this.table = table;
  }

  /**
   * Runs one statement, which must be safe to run twice. It is retried after a serialization conflict, which
   * stricter isolation levels report where others only wait, and once after a broken connection.
   *
   * @throws {Error} with a message that contains no content of a row
   */
  async run(text: string, values: string[] = []): Promise<unknown[]> {
    let wasBroken = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#query(text, values);
      } catch (thrown) {
        const isRetried = isConflict(thrown) || (isBroken(thrown) && !wasBroken);
        if (!isRetried || attempt === maxAttempts) throw toSafeError(thrown, this.table);
        wasBroken ||= isBroken(thrown);
      }
    }
  }

  async #query(text: string, values: string[]): Promise<unknown[]> {
    this.#listener.adjust();
    try {
      return (await this.#pool.query(text, values)).rows;
    } finally {
      this.#listener.adjust();
    }
  }
}
