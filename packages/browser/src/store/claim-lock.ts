/**
 * The Web Lock of a claim. Its holder keeps it for as long as its tab or worker lives, and the browser frees
 * it when that is closed or crashes. The lock only shows whether the holder is alive; the database decides who
 * has the claim.
 *
 * @see {@link https://www.w3.org/TR/web-locks/ Web Locks API}
 */
const lockName = (id: string) => `refresh-once:claim:${id}`;

/** Absent on unencrypted `http:` pages and in older browsers. There, the lease alone counts. */
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/**
 * Takes the lock of a new claim.
 *
 * @returns a function that frees it; `undefined` if there are no Web Locks
 */
export async function takeLock(id: string): Promise<(() => void) | undefined> {
  const free = await new Promise<(() => void) | undefined>((resolve) => {
    const hold = () => new Promise<void>(resolve);
    const held = Promise.resolve(locks()?.request(lockName(id), hold));
    // Without Web Locks, or in a sandboxed frame, which may not use them.
    held.catch(() => {}).then(() => resolve(undefined));
  });
  if (!free) return undefined;
  // A page in the back/forward cache would keep the lock, but does not run.
  addEventListener("pagehide", free, { once: true });
  return () => {
    removeEventListener("pagehide", free);
    free();
  };
}

/** Whether the holder of a claim with a lock is dead. Asking also ends a holder in the back/forward cache. */
export async function isLockFree(id: string): Promise<boolean> {
  const options = { mode: "shared", ifAvailable: true } as const;
  const asked = locks()?.request(lockName(id), options, (lock) => lock !== null);
  return (await Promise.resolve(asked).catch(() => false)) ?? false;
}

/** Calls `freed` when the holder of a claim dies or frees the lock, unless `signal` aborts first. */
export function onLockFree(id: string, freed: () => void, signal: AbortSignal): void {
  const asked = locks()?.request(lockName(id), { mode: "shared", signal }, freed);
  Promise.resolve(asked).catch(() => {});
}
