import type { TokenSet } from "../tokens/index.ts";
import { withoutUndefined } from "../values/index.ts";
import { nextRetry, type RetryableFailure } from "./back-off.ts";
import type { Refusal, Retry, TokenRecord } from "./token-store.ts";

/** The result of a refresh. */
export interface RefreshedTokens {
  /** `accessToken` is empty if the response had a new refresh token, but no usable access token. */
  readonly tokens: TokenSet;
  /** When the response arrived, in epoch ms. */
  readonly obtainedAt: number;
  /** Set if the access token is missing: when the new refresh token may be used. */
  readonly retry?: Retry;
  /** Set if the new refresh token cannot be used, so that no usable refresh token is left. */
  readonly refusal?: Refusal;
}

/**
 * The record after a refresh.
 *
 * @param spent the tokens whose refresh token was sent; it is kept if the response has none (RFC 6749 §6)
 */
export function afterRefresh(
  current: TokenRecord,
  spent: TokenSet | undefined,
  { tokens, obtainedAt, retry, refusal }: RefreshedTokens,
): TokenRecord {
  const kept = refusal ? undefined : spent?.refreshToken;
  const { revision, seeds, epochs } = current;
  return withoutUndefined<TokenRecord>({
    revision: revision + 1,
    tokens: kept === undefined ? tokens : { refreshToken: kept, ...tokens },
    obtainedAt,
    retry,
    refusal,
    seeds,
    epochs,
  });
}

/** How many waits fit into a grace window if none of them is longer than a quarter of it. */
const waitsInGraceWindow = 6;

/**
 * The record after the refresh token was sent, or may have been sent, and no response came.
 *
 * @param graceWindow how long the provider accepts a used refresh token, in ms; 0 if that is not known
 */
export function afterNoAnswer(
  record: TokenRecord,
  failure: RetryableFailure,
  graceWindow = 0,
): TokenRecord {
  const unanswered = (record.unanswered ?? 0) + 1;
  const isInTime = graceWindow > 0 && unanswered <= waitsInGraceWindow;
  const longestWait = isInTime ? graceWindow / 4 : Infinity;
  return { ...afterFailure(record, { ...failure, longestWait }), unanswered };
}

/** The record after a process ended, or lost its claim, and may have sent the refresh token before that. */
export function afterAbandoned(record: TokenRecord, graceWindow = 0): TokenRecord {
  const failure = { code: "in_doubt", reason: "a process ended during a refresh" } as const;
  return afterNoAnswer(record, failure, graceWindow);
}

/** The record after a failure that leaves the refresh token unchanged. The next request must wait. */
export function afterFailure(record: TokenRecord, failure: RetryableFailure): TokenRecord {
  const { refusal: _, ...rest } = record;
  const retry = nextRetry(record.retry, failure);
  return { ...rest, revision: record.revision + 1, retry };
}

/** The record after a final response about its refresh token. */
export function afterRefusal(record: TokenRecord, { code, message }: Refusal): TokenRecord {
  const { retry, ...rest } = record;
  const reason = retry?.code === "in_doubt" ? ` (${retry.reason})` : "";
  const note = lostReplyNote(record, reason);
  return {
    ...rest,
    revision: record.revision + 1,
    refusal: { code, message: message + note },
  };
}

/**
 * A sentence for the message of a refusal, if an earlier request with the refresh token had no response.
 *
 * @param reason why there was none, in parentheses, with a space before it
 */
export function lostReplyNote({ unanswered }: TokenRecord, reason = ""): string {
  return unanswered
    ? ` An earlier request with it had no answer${reason}: a new refresh token may have been lost.`
    : "";
}
