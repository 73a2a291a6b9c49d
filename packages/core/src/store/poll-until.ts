import { delay, throwIfAborted } from "../time/index.ts";

/** What a look at the store has found, or when to look again. */
export type Look<T> =
  | { readonly found: T }
  /** When the store reports a change, and from time to time; or after so many ms. */
  | { readonly again: "changed" | number };

/** A store that can be polled. */
export interface Pollable {
  /** How many claims this process has won there. */
  readonly claimsWon: number;
  /** Whether the store reports changes. */
  readonly reportsChanges: boolean;
  /** Calls back soon after a change; returns a function that ends that. */
  subscribe(changed: () => void): () => void;
}

/** The longest pause between two looks, ms: another process may have stored a new login. */
const longestRest = 1_000;

/**
 * Calls `look` until it finds something: again as soon as the store reports a change, and from time to
 * time, less often the longer it takes. A store that reports changes is polled less often, because many
 * waiting processes would keep it busy.
 *
 * @throws what `look` throws, or the reason of `signal`
 */
export async function pollUntil<T>(
  store: Pollable,
  signal: AbortSignal,
  look: () => Promise<Look<T>>,
): Promise<T> {
  let isChanged = false;
  let wake = () => {};
  let unsubscribe: (() => void) | undefined;
  try {
    for (let since: number | undefined; ; ) {
      throwIfAborted(signal);
      const { claimsWon } = store;
      isChanged = false;
      const result = await look();
      if ("found" in result) return result.found;
      unsubscribe ??= store.subscribe(() => {
        isChanged = true;
        wake();
      });
      // We won a claim ourselves, so this was no wait: reset the back-off.
      if (claimsWon !== store.claimsWon) since = undefined;
      since ??= performance.now();
      const { again } = result;
      const rest = again === "changed" ? restAfter(performance.now() - since, store) : again;
      await delay(isChanged ? 0 : Math.min(rest, longestRest), signal, (awake) => {
        wake = awake;
      });
    }
  } finally {
    unsubscribe?.();
  }
}

/** @param waited how long the store has been polled, ms */
function restAfter(waited: number, { reportsChanges }: Pollable): number {
  const more = reportsChanges ? waited : waited / 4;
  return Math.min(250, Math.max(5, more));
}
