/**
 * A statement as pg takes it.
 *
 * @see {@link https://node-postgres.com/features/queries#prepared-statements pg, prepared statements}
 */
export interface PostgresStatement {
  /** If it is set, the statement is prepared under this name, once on each connection. */
  readonly name?: string;
  /** The SQL. */
  readonly text: string;
  /** The values of `$1`, `$2` and so on. */
  readonly values: string[];
}

/**
 * The parts of a `Pool` of pg that the store uses. The pool stays yours: end it when your program ends.
 *
 * @see {@link https://node-postgres.com/apis/pool pg.Pool}
 */
export interface PostgresPool {
  /** Runs one statement on any connection. */
  query(statement: PostgresStatement): Promise<{
    /** The rows of the result. */
    readonly rows: unknown[];
  }>;
  /**
   * Takes a connection out of the pool. It passes it to a callback, and not by a promise: an error of the
   * connection may follow at once, before the code behind an `await` has added a listener for it.
   */
  connect(callback: (error: Error | undefined, client: PostgresClient | undefined) => void): void;
  /** Adds a listener for errors of unused connections. */
  on?(event: "error", listener: () => void): unknown;
  /** The options of the pool, from which the store learns whether it may keep a connection to listen. */
  readonly options?: {
    /** The most connections that the pool opens. */
    readonly max?: number | undefined;
  };
  /** How many connections exist or are being made. */
  readonly totalCount?: number;
  /** How many connections are unused. */
  readonly idleCount?: number;
  /** How many callers wait for a connection. */
  readonly waitingCount?: number;
}

/**
 * A connection that was taken out of a pool.
 *
 * @see {@link https://node-postgres.com/apis/client pg.Client}
 */
export interface PostgresClient {
  /** Runs one statement on this connection. */
  query(text: string): Promise<unknown>;
  /** Adds a listener for errors of the connection. */
  on(event: "error", listener: () => void): unknown;
  /** Adds a listener for notifications. */
  on(event: "notification", listener: (message: PostgresNotification) => void): unknown;
  /** Removes a listener. */
  removeListener(event: string, listener: (message: PostgresNotification) => void): unknown;
  /**
   * Returns the connection to the pool.
   *
   * @param destroy whether to close it instead
   */
  release(destroy?: boolean): void;
}

/** A notification, sent by `NOTIFY`. */
export interface PostgresNotification {
  /** The channel of the notification. */
  readonly channel: string;
  /** The text that was sent with it. */
  readonly payload?: string | undefined;
}

/**
 * Checks that a value is a pool.
 *
 * @param caller the function that the error names
 * @throws {TypeError}
 */
export function checkPool(caller: string, pool: PostgresPool): void {
  const isPool = typeof pool?.query === "function" && typeof pool.connect === "function";
  if (!isPool) throw new TypeError(`${caller}: "pool" must be a Pool of pg (new pg.Pool(…))`);
}
