import { rmdir, stat } from "node:fs/promises";
import type { StoreFiles } from "./store-files.ts";
import { hasCode } from "./system-error.ts";

type Lockfile = typeof import("proper-lockfile");

/** Releases a lock; never rejects. */
export type Unlock = () => Promise<void>;

/**
 * Tries once to take the lock. The lock only reduces contention: it may be taken from a holder that is
 * still alive, because only the claim gives the right to spend a token.
 *
 * @param stale after how many ms without an update the lock counts as abandoned
 */
export async function tryLock(files: StoreFiles, stale: number): Promise<Unlock | undefined> {
  const { lock } = await loadLockfile();
  try {
    const unlock = await lock(files.path, {
      lockfilePath: lockPath(files),
      realpath: false,
      stale,
      // The default handler throws from a timer. Ignore the event, because commits are fenced anyway.
      onCompromised: () => {},
    });
    return () => unlock().catch(() => {});
  } catch (error) {
    // ENOENT: another process considered this one dead and removed the lock while it was being made.
    if (hasCode(error, "ELOCKED") || hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Loads proper-lockfile at the first claim and not earlier, because loading it adds signal handlers and
 * replaces functions of `process` and `fs`. Its handlers end the process if a signal has no other handler.
 * They must therefore run first: a handler added with `once` is no longer listed after it has run.
 */
async function loadLockfile(): Promise<Lockfile> {
  const before = new Set(signalListeners().map(({ listener }) => listener));
  const { default: lockfile } = await import("proper-lockfile");
  for (const { signal, listener } of signalListeners()) {
    if (before.has(listener)) continue;
    // `Reflect.apply` because Node.js types the listeners as plain functions.
    Reflect.apply(process.off, process, [signal, listener]);
    Reflect.apply(process.prependListener, process, [signal, listener]);
  }
  return lockfile;
}

function signalListeners() {
  const signals = process.eventNames().filter((name) => /^SIG/.test(String(name)));
  return signals.flatMap((signal) =>
    process.rawListeners(signal).map((listener) => ({ signal, listener })),
  );
}

/** Removes the lock of a dead process. */
export async function breakLock(files: StoreFiles): Promise<void> {
  await rmdir(lockPath(files)).catch(() => {});
}

/** How long ago the lock was last updated, ms; 0 if there is no lock. */
export async function lockAge(files: StoreFiles): Promise<number> {
  const found = await stat(lockPath(files)).catch(() => undefined);
  // Use ctime, because proper-lockfile sets mtime to a future time to measure its precision.
  return found ? Math.abs(Date.now() - found.ctimeMs) : 0;
}

function lockPath(files: StoreFiles): string {
  return files.pathOf("lock");
}
