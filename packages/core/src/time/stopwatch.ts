/**
 * Starts a stopwatch. The returned function says how many ms have passed, by the clock that has advanced
 * further: the monotonic clock may stop while a machine sleeps, and the wall clock can be set.
 */
export function stopwatch(): () => number {
  const wall = Date.now();
  const monotonic = performance.now();
  return () => Math.max(Math.abs(Date.now() - wall), performance.now() - monotonic);
}
