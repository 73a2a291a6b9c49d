import type { TokenRecord } from "./store.ts";
import type { TokenError } from "./token-error.ts";
import type { TokenSet } from "./token-set.ts";

/** How often a refresh token may be sent: once, and once more when no usable answer came. */
export const sends = 2;

/** The record after a refresh; a refresh token that the reply left out stays (RFC 6749 §6). */
export function renewed(
  current: TokenRecord,
  spent: TokenSet | undefined,
  tokens: TokenSet,
  obtainedAt: number,
): TokenRecord {
  const kept = spent?.refreshToken;
  return {
    revision: current.revision + 1,
    tokens: kept === undefined ? tokens : { refreshToken: kept, ...tokens },
    obtainedAt,
    ...(current.seeds && { seeds: current.seeds }),
  };
}

/**
 * The record after a send that nobody knows the outcome of: the last one ends in a refusal.
 *
 * @param why without a secret
 */
export function doubted(record: TokenRecord, why: string): TokenRecord {
  const unanswered = (record.unanswered ?? 0) + 1;
  const next = { ...record, revision: record.revision + 1, unanswered };
  if (unanswered < sends) return next;
  const message = `The refresh token is in doubt: it was sent twice, and no usable answer came back (${why}). Log in again.`;
  return { ...next, refusal: { code: "in_doubt", message } };
}

/** The record after the token endpoint has refused its refresh token. */
export function refused(record: TokenRecord, { code, message }: TokenError): TokenRecord {
  const lost =
    "The refresh token is in doubt: it is refused now, and an answer that held its successor was lost. Log in again.";
  return {
    ...record,
    revision: record.revision + 1,
    refusal: record.unanswered ? { code: "in_doubt", message: lost } : { code, message },
  };
}
