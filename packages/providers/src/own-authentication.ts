import { isTokenError, TokenError } from "@refresh-once/core";
import type {
  ClientAuthenticator,
  ClientCredentials,
  ClientRequest,
} from "./client-authentication.ts";

/**
 * Calls the function of a user that authenticates the client.
 *
 * @throws {TokenError} `misconfigured`, or the `TokenError` that the function has thrown: nothing was sent
 */
export async function credentialsOf(
  authenticator: ClientAuthenticator,
  request: ClientRequest,
): Promise<ClientCredentials> {
  try {
    return await authenticator(request);
  } catch (cause) {
    if (isTokenError(cause)) throw cause;
    throw new TokenError(
      "misconfigured",
      "The client could not be authenticated: `clientAuthentication` has failed. Nothing was sent. Check its key and options.",
      { cause },
    );
  }
}
