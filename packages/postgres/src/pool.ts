/** What is used of a `Pool` of pg. It is the user's, who also ends it. */
export interface PostgresPool {
  query(text: string, values: string[]): Promise<{ readonly rows: unknown[] }>;
  connect(): Promise<PostgresClient>;
  readonly options?: { readonly max?: number | undefined };
  /** Of all connections, also those that are being made. */
  readonly totalCount?: number;
  readonly idleCount?: number;
  /** Of those who wait for a connection. */
  readonly waitingCount?: number;
}

/** A connection that was taken out of a pool. */
export interface PostgresClient {
  query(text: string): Promise<unknown>;
  on(event: "error", listener: () => void): unknown;
  on(event: "notification", listener: (message: PostgresNotification) => void): unknown;
  removeListener(event: string, listener: (message: PostgresNotification) => void): unknown;
  /** @param destroy whether it is closed instead of being given back */
  release(destroy?: boolean): void;
}

/** What `NOTIFY` has sent. */
export interface PostgresNotification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** @throws {TypeError} which names the option */
export function checkPool(caller: string, pool: PostgresPool): void {
  const isPool = typeof pool?.query === "function" && typeof pool.connect === "function";
  if (!isPool) throw new TypeError(`${caller}: "pool" must be a Pool of pg`);
}
