/** The result of some requests in one context. */
export interface Outcome {
  readonly accepted: number;
  readonly failures: readonly string[];
  /** How long the slowest request took, in ms. */
  readonly slowest: number;
}

/** What was counted in one or more rounds. Each round is one expiry of an access token. */
export interface Tally {
  readonly expiries: number;
  /** Requests for which the token endpoint issued new tokens. */
  readonly refreshes: number;
  /** Spent refresh tokens that were sent again. */
  readonly reuses: number;
  /** Rounds in which the server revoked the family. It does so at each reuse. */
  readonly revoked: number;
  readonly requests: number;
  /** Errors, or statuses other than 200, of the requests. */
  readonly failures: readonly string[];
  /** How long the slowest request took, in ms. */
  readonly slowest: number;
  /** Rounds after which a new tab cannot use the login. */
  readonly lost: number;
}

export const emptyTally: Tally = {
  expiries: 0,
  refreshes: 0,
  reuses: 0,
  revoked: 0,
  requests: 0,
  failures: [],
  slowest: 0,
  lost: 0,
};

/** Adds two tallies. */
export function sum(one: Tally, other: Tally): Tally {
  return {
    expiries: one.expiries + other.expiries,
    refreshes: one.refreshes + other.refreshes,
    reuses: one.reuses + other.reuses,
    revoked: one.revoked + other.revoked,
    requests: one.requests + other.requests,
    failures: [...one.failures, ...other.failures],
    slowest: Math.max(one.slowest, other.slowest),
    lost: one.lost + other.lost,
  };
}

/** Returns whether nothing went wrong: one refresh an expiry, and all else 0. */
export function isClean({ expiries, refreshes, reuses, revoked, failures, lost }: Tally): boolean {
  return refreshes === expiries && reuses + revoked + failures.length + lost === 0;
}
