import { abortWith, stopwatch } from "../time/index.ts";

/** How often it is checked whether the limit is over, ms. */
const step = 1_000;

/** The limit of one request to the token endpoint. */
export interface SendLimit {
  /** Aborts when the limit is over, for whoever waits for the answer. */
  readonly signal: AbortSignal;
  /** The same, for the refresh function. */
  readonly requestSignal: AbortSignal;
  /** Ends the request at once. */
  abort(reason: Error): void;
  /** The request has ended. */
  clear(): void;
}

/**
 * Ends a request after `ms` in which this process was running. A process that was suspended finds the
 * answer in its socket when it goes on, and must read it before a timer gives up on it: so a step that
 * took much longer than it should does not count.
 *
 * The timer keeps the process alive: the answer that it waits for is the only copy of the new token.
 *
 * @param late makes the reason of the abort
 * @param begins called right before the refresh function sends, if that can be seen; it may still abort
 */
export function sendLimit(ms: number, late: () => Error, begins = () => {}): SendLimit {
  const waiting = new AbortController();
  const request = new AbortController();
  whenListenedTo(request.signal, begins);
  const abort = (reason: Error) => {
    abortWith(request, reason);
    abortWith(waiting, reason);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (left: number) => {
    const length = Math.min(step, left);
    const elapsed = stopwatch();
    timer = setTimeout(() => {
      const wasSuspended = elapsed() > 2 * length + step;
      const rest = wasSuspended ? left : left - length;
      if (rest > 0) wait(rest);
      else abort(late());
    }, length);
  };
  wait(ms);
  return {
    signal: waiting.signal,
    requestSignal: request.signal,
    abort,
    clear: () => clearTimeout(timer),
  };
}

/**
 * Calls back when somebody begins to listen to a signal: an HTTP client does before it sends. The
 * `fetch` of some runtimes listens out of sight.
 */
function whenListenedTo(signal: AbortSignal, begins: () => void): void {
  const { addEventListener } = signal;
  Object.defineProperty(signal, "addEventListener", {
    configurable: true,
    value(...of: Parameters<typeof addEventListener>) {
      // Later listeners may be those of a request that is underway.
      Reflect.deleteProperty(signal, "addEventListener");
      Reflect.apply(addEventListener, signal, of);
      begins();
    },
  });
}
