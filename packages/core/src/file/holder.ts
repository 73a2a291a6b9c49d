import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { attempt, isObject } from "../values/index.ts";
import { hasCode } from "./system-error.ts";

/** Identifies the thread that holds a claim, so that other processes on the host can see whether it lives. */
export interface Holder {
  /** The kernel's boot id and namespaces, or the host name. The numbers below have a meaning only within it. */
  readonly host: string;
  readonly pid: number;
  /** In clock ticks since boot. Distinguishes the process from a later one with the same pid. */
  readonly started?: string;
  /** Set for a worker thread, which can be terminated while its process continues. */
  readonly thread?: HolderThread;
}

/** A worker thread, by the kernel's numbers. */
interface HolderThread {
  readonly id: number;
  /** In clock ticks since boot. */
  readonly started: string;
}

/** Whether a value from a claim file has the shape of a holder. */
export function isHolder(value: unknown): value is Holder {
  if (!isObject(value)) return false;
  const { host, pid, started, thread }: Partial<Record<keyof Holder, unknown>> = value;
  const isStart = started === undefined || typeof started === "string";
  const isOfThread = thread === undefined || isHolderThread(thread);
  return typeof host === "string" && typeof pid === "number" && isStart && isOfThread;
}

function isHolderThread(value: unknown): value is HolderThread {
  if (!isObject(value)) return false;
  const { id, started }: Partial<Record<keyof HolderThread, unknown>> = value;
  return typeof id === "number" && typeof started === "string";
}

/** The calling thread as a holder. */
export function thisHolder(): Holder {
  const started = startOf(`${process.pid}`);
  const thread = thisThread();
  return {
    host: thisHost(),
    pid: process.pid,
    ...(started !== undefined && { started }),
    ...(thread && { thread }),
  };
}

/** `undefined` for the main thread, and on systems without `/proc/thread-self`. */
function thisThread(): HolderThread | undefined {
  const link = attempt(() => readlinkSync("/proc/thread-self"));
  const id = Number(link?.split("/").at(-1));
  if (!Number.isInteger(id) || id === process.pid) return undefined;
  const started = startOf(`${process.pid}/task/${id}`);
  return started === undefined ? undefined : { id, started };
}

/** Whether the holder is certainly dead. A holder on another host never is, because it cannot be checked. */
export function isDead({ host, pid, started, thread }: Holder, self: Holder): boolean {
  if (host !== self.host) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
  if (started !== startOf(`${pid}`)) return true;
  return thread !== undefined && thread.started !== startOf(`${pid}/task/${thread.id}`);
}

/** The host's uptime in ms, the same clock for all its processes; `undefined` if the runtime has none. */
export function hostUptime(): number | undefined {
  const running = Number(process.hrtime.bigint() / 1_000_000n);
  // Bun and Deno start `hrtime` at the start of the process, so use the system's uptime there.
  const isOwn = running - process.uptime() * 1_000 < 1_000;
  return isOwn ? attempt(() => Math.round(uptime() * 1_000)) : running;
}

function thisHost(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const pids = attempt(() => readlinkSync("/proc/self/ns/pid"));
  // Start times depend on the reader's time namespace, so it is part of the host's identity. Kernels before
  // 5.6 have no time namespaces.
  const times = attempt(() => readlinkSync("/proc/self/ns/time")) ?? "";
  return boot && pids ? `${boot} ${pids} ${times}` : hostname();
}

/**
 * The start time of a process or of one of its threads: field 22 of `proc_pid_stat(5)`. A zombie counts as
 * gone, unless it still has other threads (field 20). Those complete their system calls, and the process's
 * connections are still open, so a request that it sent may still be served.
 */
function startOf(task: string): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${task}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isGone = fields?.[0] === "Z" && !(Number(fields[17]) > 1);
  return isGone ? "gone" : fields?.[19];
}
