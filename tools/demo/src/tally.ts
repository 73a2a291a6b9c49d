import { type PresetName, presetNames } from "@refresh-once/end-to-end/scenario";

/** What callers of one provider have seen so far. */
export interface Tally {
  readonly provider: PresetName;
  /** Requests that have been answered, in whatever way. */
  readonly requests: number;
  /** Those that ended with anything but a 200. */
  readonly failed: number;
  readonly firstFailure?: string;
  /** The longest wait for an answer, in milliseconds. */
  readonly slowest: number;
}

/** Whether a value from another process is a tally. */
export function isTally(value: unknown): value is Tally {
  if (typeof value !== "object" || value === null) return false;
  const {
    provider,
    requests,
    failed,
    firstFailure,
    slowest,
  }: Partial<Record<keyof Tally, unknown>> = value;
  return (
    presetNames.some((name) => name === provider) &&
    [requests, failed, slowest].every((number) => Number.isFinite(number)) &&
    (firstFailure === undefined || typeof firstFailure === "string")
  );
}

/** What all processes together have seen of one provider. */
export function sumOf(provider: PresetName, tallies: readonly Tally[]): Tally {
  return tallies
    .filter((tally) => tally.provider === provider)
    .reduce(plus, { provider, requests: 0, failed: 0, slowest: 0 });
}

function plus(sum: Tally, one: Tally): Tally {
  const firstFailure = sum.firstFailure ?? one.firstFailure;
  return {
    provider: sum.provider,
    requests: sum.requests + one.requests,
    failed: sum.failed + one.failed,
    slowest: Math.max(sum.slowest, one.slowest),
    ...(firstFailure !== undefined && { firstFailure }),
  };
}
