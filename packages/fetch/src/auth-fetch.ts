import type { TokenManager } from "@refresh-once/core";
import {
  type AuthOptions,
  AuthPolicy,
  belowFetch,
  fetchResponses,
} from "@refresh-once/core/adapter";
import { FetchRequest } from "./fetch-request.ts";
import { sendByGlobal } from "./send-by-global.ts";

/** Options of {@link authFetch}. */
export interface AuthFetchOptions extends AuthOptions<Response> {
  /** Origins that get the token, as `https://api.example.com` or any URL there. */
  readonly origins: readonly string[];
  /** What sends. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A `fetch` that attaches the access token to requests of its origins, and on a 401 refreshes and
 * sends once more. Everything else is as the `fetch` below does it. You may put it in the place of the
 * global `fetch`.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 */
export function authFetch(
  tokens: TokenManager,
  options: AuthFetchOptions,
): typeof globalThis.fetch {
  const policy = new AuthPolicy(tokens, fetchResponses, options);
  const own: typeof globalThis.fetch = (input, init) => {
    try {
      return policy.exchange(new FetchRequest(send, input, init));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const send = options.fetch ?? sendByGlobal(own);
  return Object.defineProperty(own, belowFetch, { value: options.fetch ?? globalThis.fetch });
}
