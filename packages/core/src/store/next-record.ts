import type { TokenSet } from "../tokens/index.ts";
import { nextRetry, type RetryableFailure } from "./back-off.ts";
import type { Refusal, Retry, TokenRecord } from "./token-store.ts";

/** What a refresh gave. */
export interface RefreshedTokens {
  /** `accessToken` is empty if the answer had no usable one, but a new refresh token. */
  readonly tokens: TokenSet;
  /** Epoch ms. */
  readonly obtainedAt: number;
  /** Set if the access token is missing: how long to wait before the new refresh token is used. */
  readonly retry?: Retry;
  /** Set if the answer's refresh token cannot be used, so that nothing is left to refresh with. */
  readonly refusal?: Refusal;
}

/**
 * The record after a refresh.
 *
 * @param spent whose refresh token was sent; it stays if the reply left one out (RFC 6749 §6)
 */
export function afterRefresh(
  current: TokenRecord,
  spent: TokenSet | undefined,
  { tokens, obtainedAt, retry, refusal }: RefreshedTokens,
): TokenRecord {
  const kept = refusal ? undefined : spent?.refreshToken;
  return {
    revision: current.revision + 1,
    tokens: kept === undefined ? tokens : { refreshToken: kept, ...tokens },
    obtainedAt,
    ...(retry && { retry }),
    ...(refusal && { refusal }),
    ...(current.seeds && { seeds: current.seeds }),
    ...(current.epochs && { epochs: current.epochs }),
  };
}

/** The record after the refresh token was sent, or may have been sent, without an answer. */
export function afterNoAnswer(record: TokenRecord, failure: RetryableFailure): TokenRecord {
  const unanswered = (record.unanswered ?? 0) + 1;
  return { ...afterFailure(record, failure), unanswered };
}

/** The record after a process ended, or lost its claim, while it may have sent the refresh token. */
export function afterAbandoned(record: TokenRecord): TokenRecord {
  return afterNoAnswer(record, { code: "in_doubt", reason: "a process ended in mid-refresh" });
}

/** The record after an answer that leaves the refresh token as it is, and asks for patience. */
export function afterFailure(record: TokenRecord, failure: RetryableFailure): TokenRecord {
  const { refusal: _, ...rest } = record;
  const retry = nextRetry(record.retry, failure);
  return { ...rest, revision: record.revision + 1, retry };
}

/** The record after a final answer about its refresh token. */
export function afterRefusal(record: TokenRecord, { code, message }: Refusal): TokenRecord {
  const { retry, ...rest } = record;
  const why = retry?.code === "in_doubt" ? ` (${retry.reason})` : "";
  const lost = lostAnswer(record, why);
  return {
    ...rest,
    revision: record.revision + 1,
    refusal: { code, message: message + lost },
  };
}

/**
 * For the message of a refusal: what the provider may have answered before, as a sentence.
 *
 * @param why there was no answer, with the space before it
 */
export function lostAnswer({ unanswered }: TokenRecord, why = ""): string {
  return unanswered
    ? ` An earlier request with it had no answer${why}: a new refresh token may have been lost with that answer.`
    : "";
}
