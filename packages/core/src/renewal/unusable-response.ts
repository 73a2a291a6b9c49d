import { TokenError, type TokenErrorDetails } from "../errors/index.ts";
import { afterFailure, afterRefusal, type TokenRecord } from "../store/index.ts";

/** What follows from a response without a usable access token: an error, and the record that explains it. */
export interface AfterUnusable {
  /** The error for the callers. */
  readonly error: TokenError;
  /** The record that must be committed; `undefined` if one is already stored. */
  readonly next?: TokenRecord;
}

/**
 * Decides whether a refresh token is left after a response without a usable access token.
 *
 * @param stored the record with the new refresh token of the response, if the response had one
 */
export function afterUnusable(
  base: TokenRecord,
  { code, message }: TokenError,
  stored: TokenRecord | undefined,
): AfterUnusable {
  if (stored) {
    const text = `${message} Its new refresh token is stored.`;
    return { error: new TokenError(code, text, retryAtOf(stored)) };
  }
  // Without a refresh token, nothing was spent, and the next response may be usable.
  if (!base.tokens?.refreshToken) {
    const next = afterFailure(base, { code: "invalid_response", reason: message });
    return { next, error: new TokenError(code, message, retryAtOf(next)) };
  }
  const text = `${message} The old refresh token is spent, and there is no new one. Log in again.`;
  const next = afterRefusal(base, { code, message: text });
  return { next, error: new TokenError(code, text, { kind: "terminal" }) };
}

function retryAtOf({ retry }: TokenRecord): TokenErrorDetails {
  return { retryAt: retry?.at };
}
