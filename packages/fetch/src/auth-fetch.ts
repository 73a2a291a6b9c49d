import type { TokenManager } from "@refresh-once/core";
import {
  type AuthOptions,
  AuthPolicy,
  belowFetch,
  fetchResponses,
  functionRule,
  mergedRequest,
} from "@refresh-once/core/adapter";
import { FetchRequest } from "./fetch-request.ts";
import { sendByGlobal } from "./send-by-global.ts";

/** Options of {@link authFetch}. */
export interface AuthFetchOptions extends AuthOptions<Response> {
  /** The origins that get the token, as `https://api.example.com` or any URL there. */
  readonly origins: readonly string[];
  /** The `fetch` that sends the requests. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Creates a `fetch` that attaches the access token to requests of its origins. After a 401 it refreshes
 * the token and sends the request once more. Everything else is as the `fetch` below does it. You may
 * replace the global `fetch` with it.
 *
 * @throws {TypeError} that names a wrong argument or option
 * @throws {TokenError} `insecure_origin` for an `http:` origin beyond loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 RFC 6750 §2.1}
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { fileStore } from "@refresh-once/core/file";
 * import { authFetch } from "@refresh-once/fetch";
 * import { oroBank } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: fileStore("/var/lib/my-service/oro.json"),
 * });
 * const bankFetch = authFetch(tokens, { origins: ["https://api.bank.place"] });
 * const response = await bankFetch("https://api.bank.place/accounts");
 * ```
 */
export function authFetch(
  tokens: TokenManager,
  options: AuthFetchOptions,
): typeof globalThis.fetch {
  const policy = new AuthPolicy({
    caller: "authFetch",
    tokens,
    reader: fetchResponses,
    options,
    ownOptions: { fetch: functionRule },
  });
  const own: typeof globalThis.fetch = (input, init) => {
    try {
      const merged = mergedRequest(input, init);
      if (merged) return own(merged);
      return policy.exchange(new FetchRequest(send, input, init));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const send = options.fetch ?? sendByGlobal(own);
  return Object.defineProperty(own, belowFetch, { value: options.fetch ?? globalThis.fetch });
}
