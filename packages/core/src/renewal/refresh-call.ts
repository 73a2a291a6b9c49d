import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import { copyOf, type TokenSet } from "../tokens/index.ts";
import type { RefreshCall, RefreshContext } from "./refresh-function.ts";

/**
 * Calls a refresh function. One that throws before it gives a promise has sent nothing: its options are
 * wrong, or it is a preset that was not called (`refresh: oroBank`).
 */
export function callRefresh(
  refresh: RefreshCall,
  current: TokenSet | undefined,
  context: RefreshContext,
): Promise<unknown> {
  try {
    // It may change what it is given, also long after its limit, when that is compared with the store.
    return refresh(current && copyOf(current), context);
  } catch (thrown) {
    if (isTokenError(thrown)) throw thrown;
    const cause = safeCause(thrown, current);
    throw new TokenError(
      "misconfigured",
      `The refresh function failed before it sent anything (${cause.message}). A preset must be called: \`refresh: oroBank()\`.`,
      { cause },
    );
  }
}
