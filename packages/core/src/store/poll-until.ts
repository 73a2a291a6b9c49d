import { delay, throwIfAborted } from "../time/index.ts";

/** The result of one check of the store, or when to check again. */
export type PollResult<T> =
  | { readonly found: T }
  /** `changed`: when the store reports a change, and at growing intervals. A number: after so many ms. */
  | { readonly again: "changed" | number };

/** A store that can be polled. */
export interface Pollable {
  /** How many claims this process has won in this store. */
  readonly claimsWon: number;
  /** Whether the store reports changes. */
  readonly reportsChanges: boolean;
  /** Calls `changed` soon after a change. Returns a function that ends the subscription. */
  subscribe(changed: () => void): () => void;
}

/** The longest pause between two checks, in ms: another process may have stored a new login. */
const longestPause = 1_000;

/**
 * Calls `check` until it finds something: as soon as the store reports a change, and at intervals that grow
 * with the time waited. A store that reports changes is polled less often, because polling by many waiting
 * processes is a load for it.
 *
 * @throws what `check` throws, or the reason of `signal`
 */
export async function pollUntil<T>(
  store: Pollable,
  signal: AbortSignal,
  check: () => Promise<PollResult<T>>,
): Promise<T> {
  let isChanged = false;
  let wake = () => {};
  let unsubscribe: (() => void) | undefined;
  try {
    for (let since: number | undefined; ; ) {
      throwIfAborted(signal);
      const { claimsWon } = store;
      isChanged = false;
      const result = await check();
      if ("found" in result) return result.found;
      unsubscribe ??= store.subscribe(() => {
        isChanged = true;
        wake();
      });
      // We won a claim ourselves, so this was no wait: reset the back-off.
      if (claimsWon !== store.claimsWon) since = undefined;
      since ??= performance.now();
      const { again } = result;
      const pause = again === "changed" ? pauseAfter(performance.now() - since, store) : again;
      await delay(isChanged ? 0 : Math.min(pause, longestPause), signal, (wakeUp) => {
        wake = wakeUp;
      });
    }
  } finally {
    unsubscribe?.();
  }
}

/** @param waited how long the store has been polled, in ms */
function pauseAfter(waited: number, { reportsChanges }: Pollable): number {
  const pause = reportsChanges ? waited : waited / 4;
  return Math.min(250, Math.max(5, pause));
}
