const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** A duration in its largest unit, such as `5 min`. */
export function durationText(milliseconds: number): string {
  const [unit, size] = units.find(([, size]) => milliseconds >= size) ?? ["s", 1_000];
  return `${Math.round(milliseconds / size)} ${unit}`;
}

/** How long a token is valid. */
export function lifetimeText(expiresAt: number | undefined, now = Date.now()): string {
  if (expiresAt === undefined) return "valid until an unknown time";
  const left = expiresAt - now;
  return left > 0 ? `valid for ${durationText(left)}` : `expired ${durationText(-left)} ago`;
}
