import { readdir, readFile } from "node:fs/promises";

/** The CPU time that threads have used so far, ns, by process and thread. */
export type CpuTimes = ReadonlyMap<string, number>;

/**
 * Reads the CPU time of all threads of some processes. `/proc/PID/stat` counts in steps of 10 ms, which is too
 * coarse for what a database does for a thousand accounts.
 *
 * @see {@link https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat schedstat}
 */
export async function cpuTimes(pids: readonly number[]): Promise<CpuTimes> {
  const times = new Map<string, number>();
  for (const pid of pids) {
    // A process may have ended since the list of processes was read.
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    for (const thread of threads) {
      const path = `/proc/${pid}/task/${thread}/schedstat`;
      times.set(`${pid}/${thread}`, Number.parseInt(await readFile(path, "utf8"), 10));
    }
  }
  return times;
}

/** The CPU time that was used between two readings, µs. A thread that has ended counts for nothing. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): number {
  let total = 0;
  for (const [thread, time] of after) total += time - (before.get(thread) ?? 0);
  return total / 1_000;
}
