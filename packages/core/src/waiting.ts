import { TokenError } from "./token-error.ts";

/** The longest that `setTimeout` can wait, ms. */
export const longestTimer = 2 ** 31 - 1;

/** Settles as `shared` does, unless this caller's own signal aborts first: then at once, with its reason. */
export function unlessAborted<T>(
  shared: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return shared;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    shared.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** By when a piece of work has to be done. */
export interface Deadline {
  /** Aborts when it is over. */
  readonly signal: AbortSignal;
  /** Of `performance.now()`. */
  readonly endsAt: number;
}

/**
 * Settles as `work` does, but by the deadline at the latest; `work` is told by its signal, and may
 * bring to an end what must not be left half done.
 */
export function withDeadline<T>(ms: number, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => {
    controller.abort(
      new TokenError("timeout", `No fresh tokens within ${ms} ms. Try again later.`),
    );
  }, ms);
  const deadline = { signal, endsAt: performance.now() + ms };
  return unlessAborted(work(deadline), signal).finally(() => clearTimeout(timer));
}

/** A signal that aborts after `ms`, as far as a timer can wait; it keeps no process alive. */
export function timeLimit(ms: number): AbortSignal {
  return AbortSignal.timeout(Math.min(Math.ceil(ms), longestTimer));
}

/** Waits `ms`, or less when `awake` is called or the signal aborts; never rejects. */
export function pause(
  ms: number,
  signal: AbortSignal,
  onStart?: (awake: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const awake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", awake);
      resolve();
    };
    const timer = setTimeout(awake, ms);
    signal.addEventListener("abort", awake);
    onStart?.(awake);
  });
}

/**
 * Tells how many ms have passed since it was made, by the clock that went further: one rests while a
 * machine sleeps, the other can be set.
 */
export function stopwatch(): () => number {
  const wall = Date.now();
  const monotonic = performance.now();
  return () => Math.max(Math.abs(Date.now() - wall), performance.now() - monotonic);
}
