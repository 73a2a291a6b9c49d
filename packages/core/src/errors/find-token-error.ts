import { errorsIn } from "./error-chain.ts";
import { isTokenError, type TokenError } from "./token-error.ts";

/**
 * Finds the {@link TokenError} in an error that another library threw: the error itself, one in its
 * `cause` chain, or one of the `errors` of an `AggregateError`.
 *
 * @returns the outermost one; `undefined` if there is none
 * @example
 * try {
 *   await client.query(accounts);
 * } catch (error) {
 *   if (findTokenError(error)?.kind === "terminal") redirectToLogin();
 *   else throw error;
 * }
 */
export function findTokenError(error: unknown): TokenError | undefined {
  return errorsIn(error).find(isTokenError);
}
