/**
 * A Web Lock that a tab or worker holds for as long as it lives. The browser frees it when the tab is closed or
 * crashes, so that others notice at once. It says nothing about who may refresh: the database decides that.
 *
 * @see {@link https://www.w3.org/TR/web-locks/ Web Locks API}
 */
const lockName = (id: string) => `refresh-once:${id}`;

/** Absent on unencrypted `http:` pages and in older browsers. */
function webLocks(): LockManager | undefined {
  return globalThis.navigator?.locks;
}

/**
 * Takes the lock of a new id.
 *
 * @returns a function that frees it; `undefined` if there are no Web Locks
 */
export async function takeLock(id: string): Promise<(() => void) | undefined> {
  const free = await new Promise<(() => void) | undefined>((granted) => {
    const untilFreed = () => new Promise<void>((free) => granted(free));
    const ended = Promise.resolve(webLocks()?.request(lockName(id), untilFreed));
    // There are no Web Locks, or this is a sandboxed frame, which may not use them.
    ended.catch(() => {}).then(() => granted(undefined));
  });
  if (!free) return undefined;
  // A page in the back/forward cache would keep the lock, although it does not run.
  addEventListener("pagehide", free, { once: true });
  return () => {
    removeEventListener("pagehide", free);
    free();
  };
}

/** Whether the holder of a lock is dead. The question also ends a holder that is in the back/forward cache. */
export async function isLockFree(id: string): Promise<boolean> {
  const options = { mode: "shared", ifAvailable: true } as const;
  const asked = webLocks()?.request(lockName(id), options, (lock) => lock !== null);
  return (await Promise.resolve(asked).catch(() => false)) ?? false;
}

/** Calls `onFree` when the holder of a lock dies or frees it, unless `signal` aborts first. */
export function whenLockFree(id: string, onFree: () => void, signal: AbortSignal): void {
  const asked = webLocks()?.request(lockName(id), { mode: "shared", signal }, onFree);
  Promise.resolve(asked).catch(() => {});
}

/** An id that nothing else has. `crypto.randomUUID` does not exist on unencrypted `http:` pages. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
