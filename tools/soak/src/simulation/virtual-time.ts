import { createHash } from "node:crypto";
import type { Due, VirtualClock } from "./clock.ts";

/** An arbitrary Sunday. */
const beginning = 1_700_000_000_000;

/** Epoch ms, as whoever runs now reads it. */
export function wallTime({ now, running }: VirtualClock): number {
  return beginning + now + (running?.clockAhead ?? 0);
}

type Restore = () => void;

/**
 * Runs `work` while all that core knows of time comes from `clock`: its timers, both clocks, the timeout
 * of a signal, and the hash of a seed, which otherwise comes from a real thread at its own time.
 */
export async function inVirtualTime<T>(clock: VirtualClock, work: () => Promise<T>): Promise<T> {
  const restore = [
    ...replaceTimers(clock),
    ...replaceClocks(clock),
    replaceRandom(),
    replace(crypto.subtle, "digest", (_: string, data: Uint8Array) => hash(clock, data)),
  ];
  try {
    return await work();
  } finally {
    for (const undo of restore) undo();
  }
}

/** Back-off is spread by chance: here by none. And yet no two numbers are the same: ids come from them. */
function replaceRandom(): Restore {
  let given = 0;
  return replace(Math, "random", () => 0.5 - ++given * 2 ** -40);
}

function replaceTimers(clock: VirtualClock): Restore[] {
  const timers = new Map<number, Due>();
  const setTimer = (call: () => void, ms = 0) => {
    const run = () => {
      timers.delete(due.order);
      call();
    };
    const due = clock.after(Math.max(1, ms), clock.running, run, true);
    timers.set(due.order, due);
    return due.order;
  };
  const clearTimer = (id: number | undefined) => {
    const due = id === undefined ? undefined : timers.get(id);
    if (due) due.run = undefined;
    if (id !== undefined) timers.delete(id);
  };
  const abortAfter = (ms: number) => {
    const controller = new AbortController();
    setTimer(() => controller.abort(new DOMException("timeout", "TimeoutError")), ms);
    return controller.signal;
  };
  return [
    replace(globalThis, "setTimeout", setTimer),
    replace(globalThis, "clearTimeout", clearTimer),
    replace(AbortSignal, "timeout", abortAfter),
  ];
}

function replaceClocks(clock: VirtualClock): Restore[] {
  return [
    replace(Date, "now", () => wallTime(clock)),
    replace(performance, "now", () => clock.now - (clock.running?.slept ?? 0)),
  ];
}

function hash(clock: VirtualClock, data: Uint8Array): Promise<ArrayBuffer> {
  const { buffer } = new Uint8Array(createHash("sha256").update(data).digest());
  return new Promise((resolve) => clock.after(0, clock.running, () => resolve(buffer)));
}

function replace(of: object, name: string, value: unknown): Restore {
  const before = Object.getOwnPropertyDescriptor(of, name);
  Object.defineProperty(of, name, { configurable: true, writable: true, value });
  return () => {
    if (before) Object.defineProperty(of, name, before);
    else Reflect.deleteProperty(of, name);
  };
}
