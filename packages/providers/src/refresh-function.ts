import type { RefreshContext, RefreshFunction, TokenSet } from "@refresh-once/core";
import type { Authenticate } from "./client-authentication.ts";
import { readFailure } from "./failure.ts";
import { readReply } from "./reply.ts";
import { readText } from "./reply-text.ts";
import { checkTokenEndpoint, type TokenEndpointOptions } from "./token-endpoint-options.ts";
import { refreshTokenOf, requestOf } from "./token-request.ts";

/** An authorization server whose token endpoint is found by discovery. */
export interface DiscoveredServer {
  readonly issuer: string;
  /** Finds the URL of the token endpoint. */
  locate(signal: AbortSignal): Promise<string>;
}

/**
 * Makes a refresh function for a token endpoint. Each call sends one HTTP request.
 *
 * @param caller the function that the user called, for messages
 * @param authenticate adds what authenticates the client. Default: nothing but what the options say
 * @param server finds the URL, if it is not known yet
 * @throws {TypeError} if an option is wrong
 */
export function refreshFunction(
  caller: string,
  options: Partial<TokenEndpointOptions>,
  authenticate: Authenticate = () => ({}),
  server?: DiscoveredServer,
): RefreshFunction {
  const endpoint = checkTokenEndpoint(caller, options);
  const { fetch, reply, lifetime } = endpoint;
  const { deadOn, deadErrors } = endpoint.refreshToken === "none" ? noToken : endpoint;
  const errors = { path: reply.error, deadErrors };
  const refresh = async (current: TokenSet | undefined, { signal }: RefreshContext) => {
    const token = refreshTokenOf(endpoint, current);
    const url = server ? await server.locate(signal) : endpoint.url;
    const client = await authenticate({ url, signal, ...(server && { issuer: server.issuer }) });
    const response = await fetch(url, { ...requestOf(endpoint, token, client), signal });
    const text = await readText(response);
    if (response.ok) return readReply(text, { fields: reply, lifetime, errors });
    throw readFailure(response, text, { endpoint: "token endpoint", deadOn, errors });
  };
  return Object.assign(refresh, { endpoint: new URL(endpoint.url).origin });
}

/** Without a refresh token in the request, no reply means that one is dead. */
const noToken = { deadOn: undefined, deadErrors: undefined };
