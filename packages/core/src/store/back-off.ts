import type { TokenErrorCode } from "../errors/index.ts";
import type { Retry } from "./token-store.ts";

/** How long the next request to the token endpoint waits after a failure, in ms. The waits double. */
const waits = {
  // No response came. The first retry is immediate, because the grace windows of providers are short.
  in_doubt: { first: 0, longest: 60_000 },
  // The provider said that it is busy or down.
  unavailable: { first: 1_000, longest: 60_000 },
  // The provider has probably rejected the refresh token, but the response may come from a gateway.
  invalid_grant: { first: 60_000, longest: 3_600_000 },
  // The response was unusable. Each retry spends another refresh token.
  invalid_response: { first: 1_000, longest: 60_000 },
} as const satisfies Partial<Record<TokenErrorCode, Waits>>;

/** A retry that was immediate is not followed by another immediate one, in ms. */
const shortestSecondWait = 1_000;

interface Waits {
  readonly first: number;
  readonly longest: number;
}

/** `Retry-After` is honoured within these limits, in ms. */
const shortestRetryAfter = 500;
const longestRetryAfter = 3_600_000;

/** Each wait is longer by a random part of up to this, so that many accounts do not retry at the same time. */
const jitter = 0.2;

/** A failure after which the next request must wait. */
export interface RetryableFailure {
  readonly code: keyof typeof waits;
  /** What happened, for messages. It contains no token. */
  readonly reason: string;
  /** The time that the provider asked for, in epoch ms. */
  readonly retryAt?: number | undefined;
  /** A shorter limit for the wait, in ms. Waits of a second are always allowed. */
  readonly longestWait?: number;
}

/**
 * Computes when the next request may be sent. Each wait is twice the previous one, within limits that depend
 * on the failure.
 *
 * @param previous the retry in the same record; `undefined` if the last request succeeded
 */
export function nextRetry(previous: Retry | undefined, failure: RetryableFailure): Retry {
  const { code, reason, retryAt, longestWait = Infinity } = failure;
  const { first, longest } = waits[code];
  const limits = { first, longest: Math.min(longest, Math.max(longestWait, shortestSecondWait)) };
  const isFirst = previous?.code !== code;
  const now = Date.now();
  const asked = Math.min((retryAt ?? now) - now, longestRetryAfter);
  // A time in the past does not mean that the provider wants requests without a pause.
  if (asked >= shortestRetryAfter) {
    const at = Math.ceil(now + asked);
    return { code, reason, at, wait: asked, ...(isFirst && { mayProbe: true }) };
  }
  const wait = nextWait(limits, isFirst ? undefined : previous.wait);
  const jittered = wait * (1 + jitter * Math.random());
  // Without a wait there is nothing to round up: rounding a fraction of a millisecond would cost a timer.
  return { code, reason, at: jittered > 0 ? Math.ceil(now + jittered) : now, wait };
}

function nextWait({ first, longest }: Waits, before: number | undefined): number {
  if (before === undefined) return first;
  return Math.min(Math.max(2 * before, 2 * first, shortestSecondWait), longest);
}

/**
 * Whether the next request may be sent. If the time left is longer than the whole wait, another machine with
 * a different clock has written the record. The time is then ignored, because a request does no harm.
 */
export function isDue({ at, wait }: Retry): boolean {
  const left = at - Date.now();
  return left <= 0 || left > wait * (1 + jitter) + 1_000;
}
