import { rmdir, stat } from "node:fs/promises";
import lockfile from "proper-lockfile";
import { hasCode } from "./system-error.ts";

/** Lets go of a lock; never rejects. */
export type Unlock = () => Promise<void>;

/**
 * One try to take the lock at which others wait. It may be taken from a holder that is still alive:
 * the right to spend a token is the claim's, not the lock's.
 *
 * @param stale how long a holder may give no sign of life, ms
 */
export async function tryLock(path: string, stale: number): Promise<Unlock | undefined> {
  try {
    const unlock = await lockfile.lock(path, {
      lockfilePath: lockPath(path),
      realpath: false,
      stale,
      // The default throws from a timer. Nothing is to be done here: commits are fenced.
      onCompromised: () => {},
    });
    return () => unlock().catch(() => {});
  } catch (error) {
    // ENOENT: somebody took the lock for a dead one's, and broke it before we had it whole.
    if (hasCode(error, "ELOCKED") || hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Removes a dead holder's lock. */
export async function breakLock(path: string): Promise<void> {
  await rmdir(lockPath(path)).catch(() => {});
}

/** How long ago the lock gave its last sign of life, ms; 0 when there is none. */
export async function lockAge(path: string): Promise<number> {
  const found = await stat(lockPath(path)).catch(() => undefined);
  // Not its mtime: proper-lockfile sets that into the future to find out how precise it is.
  return found ? Math.abs(Date.now() - found.ctimeMs) : 0;
}

function lockPath(path: string): string {
  return `${path}.lock`;
}
