import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { attempt } from "../attempt.ts";
import { hasCode } from "./system-error.ts";

/** Which process holds a claim, so that others on the same host can see that it is gone. */
export interface Holder {
  /** Kernel boot id and pid namespace, or the host's name: pids are comparable only within it. */
  readonly host: string;
  readonly pid: number;
  /** In clock ticks since boot: tells a process from a later one with the same pid. */
  readonly started?: string;
}

export function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  const { host, pid, started }: Partial<Record<keyof Holder, unknown>> = value;
  const isStart = started === undefined || typeof started === "string";
  return typeof host === "string" && typeof pid === "number" && isStart;
}

/** This process. */
export function thisProcess(): Holder {
  const started = startOf(process.pid);
  return { host: thisHost(), pid: process.pid, ...(started !== undefined && { started }) };
}

/** Whether `self` can be certain that the holder is dead; of another host nobody can. */
export function isDead({ host, pid, started }: Holder, self: Holder): boolean {
  if (host !== self.host) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
  return started !== startOf(pid);
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
  const namespace = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return boot && namespace ? `${boot} ${namespace}` : hostname();
}

/**
 * Field 22 of `proc_pid_stat(5)`; a zombie counts as gone. Not so while it has threads (field 20): they
 * bring to an end what they were at, and its connections are still open, so that a server may still
 * serve it.
 */
function startOf(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isGone = fields?.[0] === "Z" && !(Number(fields[17]) > 1);
  return isGone ? "gone" : fields?.[19];
}
