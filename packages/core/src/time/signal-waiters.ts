import { reasonOf } from "./abort.ts";

/**
 * Lets callers stop waiting when their signal aborts. Callers that share a signal also share one listener:
 * with more than ten listeners on a signal, Node.js warns of a leak, and adding and removing a listener
 * takes longer the more there are.
 */
export class SignalWaiters implements AbortListeners {
  readonly #waiting = new WeakMap<AbortSignal, SharedListener>();

  /** Does the same as the function {@link abortable}, for many callers of one signal. */
  abortable<T>(shared: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
    return abortable(shared, signal, this);
  }

  /** Adds the function of one caller. */
  add(signal: AbortSignal, caller: () => void): void {
    const waiting = this.#waiting.get(signal) ?? this.#listen(signal);
    waiting.callers.add(caller);
  }

  #listen(signal: AbortSignal): SharedListener {
    const callers = new Set<() => void>();
    const listener = () => {
      this.#waiting.delete(signal);
      for (const abort of callers) abort();
    };
    signal.addEventListener("abort", listener, { once: true });
    const waiting = { callers, listener };
    this.#waiting.set(signal, waiting);
    return waiting;
  }

  /** Removes the function of one caller. */
  remove(signal: AbortSignal, caller: () => void): void {
    const waiting = this.#waiting.get(signal);
    if (!waiting?.callers.delete(caller) || waiting.callers.size > 0) return;
    this.#waiting.delete(signal);
    signal.removeEventListener("abort", waiting.listener);
  }
}

/** Adds and removes functions that are called when a signal aborts. */
interface AbortListeners {
  add(signal: AbortSignal, abort: () => void): void;
  remove(signal: AbortSignal, abort: () => void): void;
}

/**
 * Settles as `shared` does. If the caller's own signal aborts first, it rejects at once with the reason of
 * that signal.
 */
export function abortable<T>(
  shared: Promise<T>,
  signal: AbortSignal | null | undefined,
  listeners?: AbortListeners,
): Promise<T> {
  if (!signal) return shared;
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal));
    const settled = shared.then(resolve, reject);
    if (signal.aborted) return abort();
    if (listeners) listeners.add(signal, abort);
    else signal.addEventListener("abort", abort);
    const remove = () =>
      listeners ? listeners.remove(signal, abort) : signal.removeEventListener("abort", abort);
    // A signal that the user implemented may throw in `removeEventListener`.
    settled.then(remove).catch(() => {});
  });
}

interface SharedListener {
  /** Each of these rejects the promise of one caller. */
  readonly callers: Set<() => void>;
  readonly listener: () => void;
}
