import { TokenError, type TokenErrorDetails } from "../errors/index.ts";
import type { AccountEvent } from "../renewal/index.ts";

/**
 * The same failure, with the account and the token endpoint in its message and its properties.
 *
 * @param more that is known of this attempt alone
 */
export function describeFailure(
  error: TokenError,
  of: AccountEvent,
  more: TokenErrorDetails = {},
): TokenError {
  return new TokenError(error.code, messageOf(error, of), {
    ...error,
    ...("cause" in error && { cause: error.cause }),
    ...of,
    ...more,
  });
}

function messageOf({ message }: TokenError, { account, endpoint }: AccountEvent): string {
  const known = [account && `account ${account}`, endpoint && `token endpoint ${endpoint}`];
  const whose = known.filter(Boolean).join(", ");
  const suffix = ` (${whose})`;
  // Callers that share a failure, and its event, describe it once each.
  return whose === "" || message.endsWith(suffix) ? message : message + suffix;
}
