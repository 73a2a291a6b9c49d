import type { RefreshContext, RefreshFunction, TokenSet } from "@refresh-once/core";
import type { Authenticate } from "./client-authentication.ts";
import { readFailure } from "./failure.ts";
import { readReply } from "./reply.ts";
import { readText } from "./reply-text.ts";
import { checkTokenEndpoint, type TokenEndpointOptions } from "./token-endpoint-options.ts";
import { refreshTokenOf, requestOf } from "./token-request.ts";

/**
 * Makes a refresh function for a token endpoint. Each call sends one HTTP request.
 *
 * @param caller the function that the user called, for messages
 * @param authenticate adds what authenticates the client. Default: nothing but what the options say
 * @throws {TypeError} if an option is wrong
 */
export function refreshFunction(
  caller: string,
  options: Partial<TokenEndpointOptions>,
  authenticate: Authenticate = () => ({}),
): RefreshFunction {
  const endpoint = checkTokenEndpoint(caller, options);
  const { url, fetch, reply, lifetime } = endpoint;
  const { deadOn, deadErrors } = endpoint.refreshToken === "none" ? noToken : endpoint;
  const errors = { path: reply.error, deadErrors };
  const refresh = async (current: TokenSet | undefined, { signal }: RefreshContext) => {
    const token = refreshTokenOf(endpoint, current);
    const client = await authenticate({ url, signal });
    const response = await fetch(url, { ...requestOf(endpoint, token, client), signal });
    const text = await readText(response);
    if (response.ok) return readReply(text, { fields: reply, lifetime, errors });
    throw readFailure(response, text, { endpoint: "token endpoint", deadOn, errors });
  };
  return Object.assign(refresh, { endpoint: new URL(url).origin });
}

/** Without a refresh token in the request, no reply means that one is dead. */
const noToken = { deadOn: undefined, deadErrors: undefined };
