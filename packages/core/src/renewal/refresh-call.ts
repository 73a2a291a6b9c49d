import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import { copyOf, type TokenSet } from "../tokens/index.ts";
import type { RefreshContext } from "./refresh-function.ts";

/**
 * Calls a refresh function. If it throws instead of returning a promise, it has sent nothing: its options are
 * wrong, or it is a preset that was not called (`refresh: oroBank`).
 *
 * @throws {TokenError} `misconfigured`
 */
export function callRefresh<Result>(
  refresh: (current: TokenSet | undefined, context: RefreshContext) => Promise<Result>,
  current: TokenSet | undefined,
  context: RefreshContext,
): Promise<Result> {
  try {
    // A copy, because the function may change its argument, even after its time limit.
    return refresh(current && copyOf(current), context);
  } catch (thrown) {
    if (isTokenError(thrown)) throw thrown;
    const cause = safeCause(thrown, current);
    throw new TokenError(
      "misconfigured",
      `The refresh function threw (${cause.message}). Nothing was sent. If it is a preset, call it: \`refresh: oroBank()\`.`,
      { cause },
    );
  }
}
