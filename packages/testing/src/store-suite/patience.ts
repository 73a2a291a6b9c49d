import { AssertionError } from "node:assert";
import { setTimeout as pause } from "node:timers/promises";

/** How often it is looked whether something has come about, ms. */
const pollInterval = 5;

/**
 * Settles as `work` does, but after `ms` at the latest.
 *
 * @param what is named in the error: "read()"
 * @throws {AssertionError} when it takes longer
 */
export async function within<T>(ms: number, what: string, work: PromiseLike<T> | T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const message = `${what} has not settled within ${ms} ms`;
    timer = setTimeout(() => reject(new AssertionError({ message })), ms);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks again and again until there is something.
 *
 * @param what is named in the error: "a claim"
 * @throws {AssertionError} when there is nothing after `ms`
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

/** Looks again and again for `ms`: what must not be is thrown by `look`. */
export async function throughout(ms: number, look: () => Promise<void>): Promise<void> {
  const end = performance.now() + ms;
  do {
    await look();
    await pause(pollInterval);
  } while (performance.now() < end);
}
