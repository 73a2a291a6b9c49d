import { AssertionError } from "node:assert";
import { setTimeout as pause } from "node:timers/promises";

/** How long to wait between two checks of a condition, ms. */
const pollInterval = 5;

/**
 * Waits for `work`, but not longer than `ms`.
 *
 * @param what the name of the work in the error, such as "read()"
 * @throws {AssertionError} if it takes longer
 */
export async function within<T>(ms: number, what: string, work: PromiseLike<T> | T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const message = `${what} did not settle within ${ms} ms`;
    timer = setTimeout(() => reject(new AssertionError({ message })), ms);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Calls `look` repeatedly until it returns a value.
 *
 * @param what the name of the value in the error, such as "claim"
 * @throws {AssertionError} if it has returned none after `ms`
 */
export async function eventually<T>(
  ms: number,
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) {
      throw new AssertionError({ message: `There was no ${what} within ${ms} ms` });
    }
    await pause(pollInterval);
  }
}

/** Calls `look` repeatedly for `ms`; it throws if its condition is violated. */
export async function throughout(ms: number, look: () => Promise<void>): Promise<void> {
  const end = performance.now() + ms;
  do {
    await look();
    await pause(pollInterval);
  } while (performance.now() < end);
}
