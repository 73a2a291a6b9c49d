import { TokenError } from "../errors/index.ts";
import { abortWith, timeoutSignal } from "./abort.ts";
import { abortable } from "./signal-waiters.ts";

/** The longest time that `setTimeout` can wait, in ms. */
export const longestTimer = 2 ** 31 - 1;

/** The time at which a piece of work must be done. */
export interface Deadline {
  /** Aborts when the deadline passes. */
  readonly signal: AbortSignal;
  /** The deadline on the clock of `performance.now()`. */
  readonly endsAt: number;
}

/**
 * Settles as `work` does, but at the deadline at the latest. The deadline only aborts the signal of `work`,
 * so that `work` can still complete a step that must not stay half done.
 *
 * @param why says why the deadline passed, as a sentence without its full stop
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

/** Returns a signal that aborts after `ms`, or after the longest time that a timer can wait. */
export function timeLimit(ms: number): AbortSignal {
  return timeoutSignal(Math.min(Math.ceil(ms), longestTimer));
}
