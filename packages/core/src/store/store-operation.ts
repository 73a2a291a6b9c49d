import { isTokenError, safeCause, TokenError } from "../errors/index.ts";

/**
 * Calls an operation of a store, and calls it once more if it fails: the usual cause is a dropped connection,
 * and the client of the store has another one.
 *
 * @throws {TokenError} `store_failed`, or the error of the store if it is a `TokenError`
 */
export function retryOnce<T>(operation: () => Promise<T>): Promise<T> {
  const once = () => asStoreError(operation);
  return once().catch((error: unknown) => {
    if (!isRetryable(error)) throw error;
    return once();
  });
}

/**
 * Calls an operation of a store, and converts its exception to a `TokenError`.
 *
 * @param stillSafe a sentence of the message, with a space before it
 */
export async function asStoreError<T>(
  operation: () => Promise<T>,
  stillSafe = " No token was spent.",
): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (isTokenError(thrown)) throw thrown;
    throw new TokenError("store_failed", `The token store failed.${stillSafe}`, {
      cause: safeCause(thrown, undefined),
    });
  }
}

/** Other errors are permanent: a damaged store, for example, is still damaged a moment later. */
export function isRetryable(error: unknown): boolean {
  return isTokenError(error) && error.code === "store_failed";
}
