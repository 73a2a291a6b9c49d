import { rmdir, stat } from "node:fs/promises";
import type { StoreFiles } from "./store-files.ts";
import { hasCode } from "./system-error.ts";

type Lockfile = typeof import("proper-lockfile");

/** Lets go of a lock; never rejects. */
export type Unlock = () => Promise<void>;

/**
 * Tries once to take the lock that others wait for. It may be taken from a holder that is still alive:
 * the claim is the right to spend a token, the lock is not.
 *
 * @param stale how long a holder may give no sign of life, ms
 */
export async function tryLock(files: StoreFiles, stale: number): Promise<Unlock | undefined> {
  const { lock } = await loadLockfile();
  try {
    const unlock = await lock(files.path, {
      lockfilePath: lockPath(files),
      realpath: false,
      stale,
      // The default throws from a timer. There is nothing to do here, because commits are fenced.
      onCompromised: () => {},
    });
    return () => unlock().catch(() => {});
  } catch (error) {
    // ENOENT: another process took this one for dead, and removed the lock before it was complete.
    if (hasCode(error, "ELOCKED") || hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Loads proper-lockfile at the first claim, because it handles signals and replaces functions of
 * `process` and `fs`. Its handlers end the process if no other handler of a signal is left, so they must
 * come first: one that was added by `once` is gone when it has been called.
 */
async function loadLockfile(): Promise<Lockfile> {
  const before = new Set(signalListeners().map(({ listener }) => listener));
  const { default: lockfile } = await import("proper-lockfile");
  for (const { signal, listener } of signalListeners()) {
    if (before.has(listener)) continue;
    // Not called directly: for Node's types, whatever listens is any function.
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

/** Removes a dead holder's lock. */
export async function breakLock(files: StoreFiles): Promise<void> {
  await rmdir(lockPath(files)).catch(() => {});
}

/** How long ago the lock gave its last sign of life, ms; 0 when there is none. */
export async function lockAge(files: StoreFiles): Promise<number> {
  const found = await stat(lockPath(files)).catch(() => undefined);
  // Not its mtime: proper-lockfile sets that into the future to find out how precise it is.
  return found ? Math.abs(Date.now() - found.ctimeMs) : 0;
}

function lockPath(files: StoreFiles): string {
  return files.pathOf("lock");
}
