/** What a server has counted since it was started. */
export interface Counters {
  /** Calls of the token endpoint, whatever came of them. */
  readonly tokenRequests: number;
  /** Grants for which the token endpoint issued new tokens. A repeat in the grace window is none. */
  readonly refreshes: number;
  /**
   * Spent refresh tokens that were seen again outside the grace window.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
   */
  readonly reuses: number;
  /** Tokens that the revocation endpoint has ended. One that is unknown, or over already, is none. */
  readonly revocations: number;
  /**
   * How often a refresh was needed, at most once for each access token: its family asked for the
   * first grant, or the token had ended when a resource request with it, or a call of the token
   * endpoint by its family, arrived. As long as every refresh was needed, `refreshes` equals it.
   */
  readonly expiries: number;
  /** Requests to the protected resource, whatever came of them. */
  readonly resourceRequests: number;
  /** Those of them that were answered 200. */
  readonly accepted: number;
  /** Those of them that were answered 401. */
  readonly unauthorized: number;
}

const zero: Counters = {
  tokenRequests: 0,
  refreshes: 0,
  reuses: 0,
  revocations: 0,
  expiries: 0,
  resourceRequests: 0,
  accepted: 0,
  unauthorized: 0,
};

/** The sum of some counters. */
export function sumOf(all: readonly Counters[]): Counters {
  return all.reduce(
    (sum, one) => ({
      tokenRequests: sum.tokenRequests + one.tokenRequests,
      refreshes: sum.refreshes + one.refreshes,
      reuses: sum.reuses + one.reuses,
      revocations: sum.revocations + one.revocations,
      expiries: sum.expiries + one.expiries,
      resourceRequests: sum.resourceRequests + one.resourceRequests,
      accepted: sum.accepted + one.accepted,
      unauthorized: sum.unauthorized + one.unauthorized,
    }),
    zero,
  );
}
