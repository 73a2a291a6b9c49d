import type { TokenErrorCode } from "../errors/index.ts";
import type { Retry } from "./token-store.ts";

/** After a request without an answer, ms. The first resend comes at once: grace windows are short. */
const afterNoAnswer = { first: 0, second: 1_000, longest: 60_000 };

/** After an answer that asks to come back later, ms. */
const afterBusy = { first: 1_000, second: 2_000, longest: 60_000 };

/** After an answer that only probably means a dead refresh token: a gateway may have sent it. In ms. */
const afterWeakRefusal = { first: 60_000, second: 120_000, longest: 3_600_000 };

/** After an answer that could not be used, ms. The next request spends another refresh token. */
const afterUnusableAnswer = { first: 1_000, second: 2_000, longest: 60_000 };

const waits = {
  in_doubt: afterNoAnswer,
  unavailable: afterBusy,
  invalid_grant: afterWeakRefusal,
  invalid_response: afterUnusableAnswer,
} as const satisfies Partial<Record<TokenErrorCode, typeof afterBusy>>;

/** A `Retry-After` is honoured within these limits, ms. */
const shortestRetryAfter = 500;
const longestRetryAfter = 3_600_000;

/** Accounts that failed together should not come back together: a wait is longer by up to this part. */
const jitter = 0.2;

/** A failure after which the next request has to wait. */
export interface RetryableFailure {
  readonly code: keyof typeof waits;
  /** For messages; without a token. */
  readonly reason: string;
  /** What the provider asked for, epoch ms. */
  readonly retryAt?: number | undefined;
}

/**
 * Twice the wait before, within limits that depend on what went wrong.
 *
 * @param previous of the same record; `undefined` when the last request succeeded
 */
export function nextRetry(previous: Retry | undefined, failure: RetryableFailure): Retry {
  const { code, reason, retryAt } = failure;
  const limits = waits[code];
  const isFirst = previous?.code !== code;
  const now = Date.now();
  const asked = Math.min((retryAt ?? now) - now, longestRetryAfter);
  // A time that is over already is no invitation to ask again without a pause.
  if (asked >= shortestRetryAfter) {
    const at = Math.ceil(now + asked);
    return { code, reason, at, wait: asked, ...(isFirst && { mayProbe: true }) };
  }
  const wait = nextWait(limits, isFirst ? undefined : previous.wait);
  const left = wait * (1 + jitter * Math.random());
  // Rounded up, a wait of nothing would take a timer where the clock counts fractions of a millisecond.
  return { code, reason, at: left > 0 ? Math.ceil(now + left) : now, wait };
}

function nextWait(limits: typeof afterBusy, before: number | undefined): number {
  if (before === undefined) return limits.first;
  return Math.min(Math.max(2 * before, limits.second), limits.longest);
}

/**
 * Whether the next request may go out. A time that is further away than its whole wait was written by
 * a machine whose clock differs from this one's: then nobody knows, and a request can do no harm.
 */
export function isDue({ at, wait }: Retry): boolean {
  const left = at - Date.now();
  return left <= 0 || left > wait * (1 + jitter) + 1_000;
}
