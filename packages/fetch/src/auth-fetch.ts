import { type AuthOptions, AuthPolicy, type TokenManager, webAnswers } from "@refresh-once/core";
import { FetchRequest } from "./fetch-request.ts";

/** Options of {@link authFetch}. */
export interface AuthFetchOptions extends AuthOptions<Response> {
  /** Origins that get the token, as `https://api.example.com` or any URL there. */
  readonly origins: readonly string[];
  /** What sends. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A `fetch` that attaches the access token to requests of its origins, and on a 401 refreshes and
 * sends once more. All else is as the `fetch` below does it.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function authFetch(
  tokens: TokenManager,
  options: AuthFetchOptions,
): typeof globalThis.fetch {
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const policy = new AuthPolicy(tokens, webAnswers, options);
  return (input, init) => policy.exchange(new FetchRequest(send, input, init));
}
