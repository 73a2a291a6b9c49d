import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { attempt, isObject } from "../values/index.ts";
import { hasCode } from "./system-error.ts";

/** Which thread holds a claim, so that others on the same host can see that it is gone. */
export interface Holder {
  /** Kernel boot id and namespaces, or the host's name: the numbers below are comparable only within it. */
  readonly host: string;
  readonly pid: number;
  /** In clock ticks since boot: tells a process from a later one with the same pid. */
  readonly started?: string;
  /** Set for a worker thread, which may be terminated while its process goes on. */
  readonly thread?: HolderThread;
}

/** A worker thread, as the kernel knows it. */
interface HolderThread {
  readonly id: number;
  /** In clock ticks since boot. */
  readonly started: string;
}

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

/** The thread that calls this. */
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

/** `undefined` for the main thread, and where the system does not tell. */
function thisThread(): HolderThread | undefined {
  const link = attempt(() => readlinkSync("/proc/thread-self"));
  const id = Number(link?.split("/").at(-1));
  if (!Number.isInteger(id) || id === process.pid) return undefined;
  const started = startOf(`${process.pid}/task/${id}`);
  return started === undefined ? undefined : { id, started };
}

/** Whether `self` can be certain that the holder is dead. It cannot be if the holder is on another host. */
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

/** In ms, the same clock for all processes of a host; `undefined` where the runtime does not tell it. */
export function hostUptime(): number | undefined {
  const running = Number(process.hrtime.bigint() / 1_000_000n);
  // Bun and Deno count that from their own start.
  const isOwn = running - process.uptime() * 1_000 < 1_000;
  return isOwn ? attempt(() => Math.round(uptime() * 1_000)) : running;
}

function thisHost(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const pids = attempt(() => readlinkSync("/proc/self/ns/pid"));
  // Start times are relative to the time namespace of the process that reads them. Old kernels have none.
  const times = attempt(() => readlinkSync("/proc/self/ns/time")) ?? "";
  return boot && pids ? `${boot} ${pids} ${times}` : hostname();
}

/**
 * When a process, or a task of it, was started: field 22 of `proc_pid_stat(5)`. A zombie counts as gone,
 * but not while it has other threads (field 20): these complete their system calls, and its connections
 * are still open, so that a server may still serve it.
 */
function startOf(task: string): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${task}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isGone = fields?.[0] === "Z" && !(Number(fields[17]) > 1);
  return isGone ? "gone" : fields?.[19];
}
