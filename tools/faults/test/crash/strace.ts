import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { vi } from "vitest";
import type { StoreProcess } from "./process.ts";

/** Why strace cannot be used here, and what to do about it; `undefined` where it can. */
export const noStrace = whyNoStrace();

function whyNoStrace(): string | undefined {
  const { error, status, stderr } = spawnSync("strace", ["-e", "trace=none", "true"]);
  if (error) return "strace is missing (Debian: apt install strace)";
  if (status === 0) return undefined;
  return `ptrace is not permitted (docker run --cap-add SYS_PTRACE): ${String(stderr).trim()}`;
}

/**
 * A process that strace can be put upon: strace becomes its parent, as some systems demand. It takes
 * nothing from the permissions of what it makes.
 */
export const traceable = {
  by: ["sh", "-c", 'umask 0; "$@" & read -r line && exec strace $line; wait', "sh"],
} as const;

const patience = { interval: 2 };

/**
 * Threads in the order in which they were made; the first is the one that runs JavaScript. Their numbers alone do
 * not say it: after the highest one, the kernel begins again with low ones.
 */
export async function threadsOf({ pid }: StoreProcess): Promise<number[]> {
  const ids = (await readdir(`/proc/${pid}/task`)).map(Number);
  const threads = await Promise.all(
    ids.map(async (id) => ({ id, isFirst: id === pid, started: await startOf(pid, id) })),
  );
  threads.sort(
    (one, other) =>
      Number(other.isFirst) - Number(one.isFirst) ||
      one.started - other.started ||
      one.id - other.id,
  );
  return threads.map(({ id }) => id);
}

/** When a thread was made, in clock ticks since boot: field 22 of `proc_pid_stat(5)`. */
async function startOf(pid: number, id: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/task/${id}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
}

/** Puts strace upon a thread, or with `-f` among its options upon all of them. */
export async function trace(
  started: StoreProcess,
  options: readonly string[],
  thread = started.pid,
): Promise<void> {
  started.child.stdin?.write(`${options.join(" ")} -p ${thread}\n`);
  // Not `waitFor`: an assertion that fails every few milliseconds makes an error with a stack each time.
  await vi.waitUntil(() => started.errors.includes("attached"), patience);
}

/**
 * Has system calls fail from now on.
 *
 * @returns what ends it
 */
export async function failCalls(
  started: StoreProcess,
  calls: string,
  error: string,
  path?: string,
): Promise<() => Promise<void>> {
  const inject = ["-e", `trace=${calls}`, "-e", `inject=${calls}:error=${error}`];
  await trace(started, ["-f", ...inject, ...(path ? ["-P", path] : []), "-o", "/dev/null"]);
  return async () => {
    const ended = once(started.child, "exit");
    started.child.kill("SIGTERM");
    await ended;
  };
}

/** Has each of these calls begin so many ms later than it would, from now on. */
export function delayCalls(started: StoreProcess, calls: string, ms: number): Promise<void> {
  const inject = `inject=${calls}:delay_enter=${1_000 * ms}`;
  return trace(started, ["-f", "-e", `trace=${calls}`, "-e", inject, "-o", "/dev/null"]);
}
