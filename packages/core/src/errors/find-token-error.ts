import { errorsIn } from "./error-chain.ts";
import { isTokenError, type TokenError } from "./token-error.ts";

/**
 * Finds the {@link TokenError} in an error that another library threw: the error itself, one in its
 * `cause` chain, or one of the `errors` of an `AggregateError`.
 *
 * @returns the outermost one; `undefined` if there is none
 * @example
 * ```ts
 * import { findTokenError } from "@refresh-once/core";
 *
 * export async function orLogin<Result>(work: () => Promise<Result>, redirectToLogin: () => Result) {
 *   try {
 *     return await work();
 *   } catch (error) {
 *     if (findTokenError(error)?.kind === "terminal") return redirectToLogin();
 *     throw error;
 *   }
 * }
 * ```
 */
export function findTokenError(error: unknown): TokenError | undefined {
  return errorsIn(error).find(isTokenError);
}
