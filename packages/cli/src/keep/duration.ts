import { wrongUsage } from "../program/command-error.ts";

const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads a duration such as `30m`, in ms.
 *
 * @throws {CommandError} if it is none
 */
export function durationOf(text: string): number {
  const [, digits, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (units[unit] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw wrongUsage("A duration is a number and a unit: 90s, 30m, 2h or 7d.");
}
