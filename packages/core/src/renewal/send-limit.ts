import { abortWith, stopwatch } from "../time/index.ts";

/** The interval at which the time limit is checked, in ms. */
const step = 1_000;

/** The time limit of one request to the token endpoint. */
export interface SendLimit {
  /** Rejects when the limit passes. For the code that waits for the response. */
  readonly passed: Promise<never>;
  /** Aborts at the same time. For the refresh function. */
  readonly signal: AbortSignal;
  /** Aborts the request at once. */
  abort(reason: Error): void;
  /** Stops the timer, after the request has ended. */
  clear(): void;
}

/**
 * Aborts a request after `ms` in which this process was running. A suspended process finds the response in its
 * socket when it continues, and must read it before the timer aborts the request. So a step that took much longer
 * than planned does not count.
 *
 * The timer keeps the process alive, because the response is the only copy of the new token.
 *
 * @param timeoutError creates the reason of the abort
 * @param onSend is called just before the refresh function sends, if that can be detected; it may still abort
 */
export function sendLimit(ms: number, timeoutError: () => Error, onSend = () => {}): SendLimit {
  const controller = new AbortController();
  const { signal } = controller;
  whenListenedTo(signal, onSend);
  let abort = (_reason: Error) => {};
  const passed = new Promise<never>((_, reject) => {
    abort = (reason) => {
      abortWith(controller, reason);
      reject(reason);
    };
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (left: number) => {
    const length = Math.min(step, left);
    const elapsed = stopwatch();
    timer = setTimeout(() => {
      const wasSuspended = elapsed() > 2 * length + step;
      const rest = wasSuspended ? left : left - length;
      if (rest > 0) wait(rest);
      else abort(timeoutError());
    }, length);
  };
  wait(ms);
  return {
    passed,
    signal,
    abort,
    clear: () => clearTimeout(timer),
  };
}

/**
 * Calls back at the first `addEventListener` of a signal. An HTTP client does this just before it sends. In some
 * runtimes, `fetch` does it internally, where it cannot be detected.
 */
function whenListenedTo(signal: AbortSignal, onListen: () => void): void {
  const { addEventListener } = signal;
  Object.defineProperty(signal, "addEventListener", {
    configurable: true,
    value(...of: Parameters<typeof addEventListener>) {
      // Only the first listener counts: later ones may belong to a request that was already sent.
      Reflect.deleteProperty(signal, "addEventListener");
      Reflect.apply(addEventListener, signal, of);
      onListen();
    },
  });
}
