import { type CommitListener, commitListenerOf } from "./commit-listener.ts";
import type { PostgresPool } from "./pool.ts";
import { runStatement } from "./run-statement.ts";
import { isBroken, isConflict, isServerFull, toSafeError } from "./safe-error.ts";
import type { Statement } from "./statement.ts";

/**
 * How often a statement runs at most. In a serializable database, all but one of several concurrent claims
 * fail with a conflict at the first attempt, and learn at the second one that they lost.
 */
const maxAttempts = 10;

/** The first and the last pause while the server has no free connection, ms. Together they take about 3 s. */
const pauses = { first: 50, last: 1_600 };

/** Runs statements on one table through a pool, and retries them where that is safe. */
export class Database {
  /** The quoted name of the table. */
  readonly table: string;
  readonly pool: PostgresPool;
  readonly #listener: CommitListener;

  constructor(pool: PostgresPool, table: string) {
    this.pool = pool;
    this.#listener = commitListenerOf(pool);
    this.table = table;
  }

  /**
   * Runs one statement, which must be safe to run twice. It is retried after a serialization conflict, which
   * stricter isolation levels report where others only wait, and once after a broken connection. While the
   * server has no free connection, it waits, for a few seconds at most.
   *
   * @throws {Error} with a message that contains no content of a row
   */
  async run(statement: Statement, values: string[] = []): Promise<unknown[]> {
    let wasBroken = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#queryWhenFree(statement, values);
      } catch (thrown) {
        const isRetried = isConflict(thrown) || (isBroken(thrown) && !wasBroken);
        if (!isRetried || attempt === maxAttempts) throw toSafeError(thrown, this.table);
        wasBroken ||= isBroken(thrown);
      }
    }
  }

  async #queryWhenFree(statement: Statement, values: string[]): Promise<unknown[]> {
    for (let pause = pauses.first; ; pause *= 2) {
      try {
        return await this.#query(statement, values);
      } catch (thrown) {
        if (!isServerFull(thrown) || pause > pauses.last) throw thrown;
      }
      // A random part, so that processes do not all try again at the same time.
      const length = pause * (0.5 + Math.random());
      await new Promise<void>((resume) => setTimeout(resume, length));
    }
  }

  async #query(statement: Statement, values: string[]): Promise<unknown[]> {
    this.#listener.adjust();
    try {
      return await runStatement(this.pool, statement, values);
    } finally {
      this.#listener.adjust();
    }
  }
}
