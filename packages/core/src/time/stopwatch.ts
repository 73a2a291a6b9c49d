/**
 * Tells how many ms have passed since it was made, by the clock that went further: one rests while a
 * machine sleeps, the other can be set.
 */
export function stopwatch(): () => number {
  const wall = Date.now();
  const monotonic = performance.now();
  return () => Math.max(Math.abs(Date.now() - wall), performance.now() - monotonic);
}
