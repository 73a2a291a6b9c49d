import type { TokenRecord } from "@refresh-once/core/store";

/** What limits the life of a refresh token. */
export interface Limits {
  /** For how long it may be unused, in ms. Absent if nobody says it. */
  readonly idleLimit?: number | undefined;
  /** How often the user wants it renewed, in ms. It replaces what is known. */
  readonly every?: number | undefined;
}

/** If no limit is known. */
const twelveHours = 43_200_000;

/**
 * When a refresh token should be used next, in epoch ms: after half of its idle limit, or half of the way to its end,
 * so that a provider may be down for a while. Tokens of a login or a seed are due at once, because nobody knows how
 * old they are.
 */
export function renewalDue({ tokens, obtainedAt }: TokenRecord, limits: Limits): number {
  const { idleLimit, every } = limits;
  if (every !== undefined) return obtainedAt + every;
  const end = tokens?.refreshTokenExpiresAt;
  const half = end === undefined ? Infinity : obtainedAt + (end - obtainedAt) / 2;
  const idle = idleLimit === undefined ? Infinity : obtainedAt + idleLimit / 2;
  const due = Math.min(half, idle);
  return due === Infinity ? obtainedAt + twelveHours : due;
}
