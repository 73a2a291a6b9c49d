import { reasonOf } from "./abort.ts";

/**
 * Settles as `shared` does. If the caller's own signal aborts first, it rejects at once with the reason of
 * that signal.
 */
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
