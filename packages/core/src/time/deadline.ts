import { TokenError } from "../errors/index.ts";
import { abortWith, timeoutSignal } from "./abort.ts";
import { abortable } from "./abortable.ts";

/** The longest that `setTimeout` can wait, ms. */
export const longestTimer = 2 ** 31 - 1;

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
