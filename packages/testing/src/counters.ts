/** Counts since the start of a server. */
export interface Counters {
  /** Requests to the token endpoint, with any result. */
  readonly tokenRequests: number;
  /** Requests for which the token endpoint issued new tokens. A repetition in the grace window does not count. */
  readonly refreshes: number;
  /**
   * Spent refresh tokens that were used again outside the grace window.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
   */
  readonly reuses: number;
  /** Tokens that the revocation endpoint revoked. Unknown and expired tokens do not count. */
  readonly revocations: number;
  /**
   * How often a refresh was needed, at most once for each access token. It counts the first refresh of a
   * family, and each access token that had expired when a resource request with it or a token request of its
   * family arrived. If no refresh was needless, `refreshes` equals `expiries`.
   */
  readonly expiries: number;
  /** Requests to the protected resource, with any result. */
  readonly resourceRequests: number;
  /** Requests to the protected resource with the reply 200. */
  readonly accepted: number;
  /** Requests to the protected resource with the reply 401. */
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
