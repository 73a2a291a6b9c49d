/** The pool that a process measures. */
export interface PoolJob {
  readonly accounts: number;
  /** Of a Redis server with nothing in it. */
  readonly url: string;
}

export function isPoolJob(value: unknown): value is PoolJob {
  return typeof value === "object" && value !== null && "accounts" in value && "url" in value;
}

/** What a pool of this size costs. */
export interface PoolFigures {
  readonly accounts: number;
  /** How long it takes to ask for each account for the first time, ms. */
  readonly creation: number;
  /** How long it takes to ask for an account that is in the pool, ns. */
  readonly hit: number;
  /** Bytes of heap an account that was not used yet. */
  readonly idle: number;
  /** Bytes of heap an account whose tokens were used once. */
  readonly active: number;
}

export function isPoolFigures(value: unknown): value is PoolFigures {
  return typeof value === "object" && value !== null && "creation" in value && "active" in value;
}
