import type { IssuedTokens } from "./schedule.ts";

/** How often a refresh token must be used, so that it does not end. */
export interface KeepAliveLimits {
  /** For how long it may be unused, in ms. Absent if nobody says it. */
  readonly idleLimit?: number | undefined;
  /** How often the user wants it to be used, in ms. It replaces what is known. */
  readonly every?: number | undefined;
}

/** The interval if no limit is known, in ms. */
const twelveHours = 43_200_000;

/**
 * When a refresh token should be used next, in epoch ms: after half of its idle limit, or half of the way to its end,
 * so that a provider may be down for a while. Tokens of a login or a seed are due at once, because nobody knows how
 * old they are.
 *
 * @param issued the record with the refresh token
 */
export function keepAliveAt(issued: IssuedTokens, { idleLimit, every }: KeepAliveLimits): number {
  const { tokens, obtainedAt } = issued;
  if (every !== undefined) return obtainedAt + every;
  const end = tokens?.refreshTokenExpiresAt;
  const lifetime = end === undefined ? Infinity : end - obtainedAt;
  const limit = Math.min(lifetime, idleLimit ?? Infinity);
  return obtainedAt + (limit === Infinity ? twelveHours : limit / 2);
}
