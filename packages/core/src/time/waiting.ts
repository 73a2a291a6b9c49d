import { TokenError } from "../errors/index.ts";
import { abortWith, reasonOf, timeoutSignal } from "./abort.ts";

/** The longest that `setTimeout` can wait, ms. */
export const longestTimer = 2 ** 31 - 1;

/** Settles as `shared` does, unless this caller's own signal aborts first: then at once, with its reason. */
export function abortable<T>(
  shared: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return shared;
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal));
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
 *
 * @param why the deadline passed, as a sentence without its end
 */
export function withDeadline<T>(
  ms: number,
  work: (deadline: Deadline) => Promise<T>,
  why: () => string = () => "Waited for other processes, the store or the token endpoint",
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => {
    const message = `No fresh tokens within ${ms} ms. ${why()}. Nothing is lost; try again later.`;
    abortWith(controller, new TokenError("timeout", message));
  }, ms);
  const deadline = { signal, endsAt: performance.now() + ms };
  return abortable(work(deadline), signal).finally(() => clearTimeout(timer));
}

/** A signal that aborts after `ms`, as far as a timer can wait; it keeps no process alive. */
export function timeLimit(ms: number): AbortSignal {
  return timeoutSignal(Math.min(Math.ceil(ms), longestTimer));
}

/** Waits `ms`, or less when `awake` is called or the signal aborts; never rejects. */
export async function delay(
  ms: number,
  signal: AbortSignal,
  onStart?: (awake: () => void) => void,
): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let awake = () => {};
  await new Promise<void>((resolve) => {
    awake = resolve;
    timer = setTimeout(awake, ms);
    signal.addEventListener("abort", awake);
    onStart?.(awake);
  });
  // Not in `awake`: in Cloudflare Workers another request may call it, and a timer belongs to its request.
  clearTimeout(timer);
  signal.removeEventListener("abort", awake);
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
