import { propertyOf } from "../values/index.ts";

/**
 * Whether a time that should be in milliseconds since 1970 is certainly in seconds. As seconds, these
 * numbers are the years 2001 to 5138. As milliseconds they are the years 1970 to 1973, before any token.
 */
export function isInSeconds(time: unknown): boolean {
  return typeof time === "number" && time >= 1e9 && time < 1e11;
}

const times = ["expiresAt", "refreshTokenExpiresAt"] as const;

/** Returns the name of the first time in a token set that is in seconds instead of milliseconds. */
export function timeInSeconds(tokens: object): string | undefined {
  return times.find((name) => isInSeconds(propertyOf(tokens, name)));
}
