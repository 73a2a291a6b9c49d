import { TokenError, type TokenErrorDetails } from "../errors/index.ts";
import type { AccountEvent } from "../renewal/index.ts";

/**
 * Copies an error, and adds the account and the token endpoint to its message and its properties.
 *
 * @param details more properties, such as the number of attempts
 */
export function describeFailure(
  error: TokenError,
  of: AccountEvent,
  details: TokenErrorDetails = {},
): TokenError {
  return new TokenError(error.code, messageOf(error, of), {
    ...error,
    cause: error.cause,
    ...of,
    ...details,
  });
}

function messageOf({ message }: TokenError, { account, endpoint }: AccountEvent): string {
  const parts = [account && `account ${account}`, endpoint && `token endpoint ${endpoint}`];
  const whose = parts.filter(Boolean).join(", ");
  const suffix = ` (${whose})`;
  // Several callers and the event may share an error, and each of them describes it.
  return whose === "" || message.endsWith(suffix) ? message : message + suffix;
}
