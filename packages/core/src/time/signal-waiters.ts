import { reasonOf } from "./abort.ts";

interface Waiting {
  readonly callers: Set<() => void>;
  readonly listener: () => void;
}

/**
 * Lets callers stop waiting when their signal aborts. Many callers may share a signal, which gets one listener
 * from here: Node.js warns of a leak from the eleventh on, and adding and removing one takes longer the more
 * there are.
 */
export class SignalWaiters {
  readonly #waiting = new WeakMap<AbortSignal, Waiting>();

  /** Settles as `shared` does, unless the caller's own signal aborts first: then at once, with its reason. */
  abortable<T>(shared: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
    if (!signal) return shared;
    return new Promise((resolve, reject) => {
      const abort = () => reject(reasonOf(signal));
      const settled = shared.then(resolve, reject);
      if (signal.aborted) return abort();
      this.#join(signal, abort);
      // A signal of somebody else's making may throw.
      settled.then(() => this.#leave(signal, abort)).catch(() => {});
    });
  }

  #join(signal: AbortSignal, caller: () => void): void {
    const waiting = this.#waiting.get(signal) ?? this.#listen(signal);
    waiting.callers.add(caller);
  }

  #listen(signal: AbortSignal): Waiting {
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

  #leave(signal: AbortSignal, caller: () => void): void {
    const waiting = this.#waiting.get(signal);
    if (!waiting?.callers.delete(caller) || waiting.callers.size > 0) return;
    this.#waiting.delete(signal);
    signal.removeEventListener("abort", waiting.listener);
  }
}
