import { CommandError } from "./command-error.ts";
import { exitCode } from "./exit-code.ts";

/**
 * A signal that aborts at Ctrl-C or SIGTERM, so that a command can release its claim and end. The second Ctrl-C
 * ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort(interrupted()));
  process.once("SIGTERM", () =>
    controller.abort(new CommandError("Stopped by SIGTERM.", exitCode.terminated)),
  );
  return controller.signal;
}

/** The end of a command by Ctrl-C. */
export function interrupted(): CommandError {
  return new CommandError("Interrupted.", exitCode.interrupted);
}

/** The result of `work`, unless the signal aborts first. */
export function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
