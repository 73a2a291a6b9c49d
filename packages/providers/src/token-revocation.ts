import type { RevokeFunction, TokenSet } from "@refresh-once/core";
import { checkOptionNames, fetchResponses } from "@refresh-once/core/adapter";
import {
  authentication,
  type ClientAuthenticationMethod,
  type ClientAuthenticator,
  clientOptionNames,
} from "./client-authentication.ts";
import { checkEndpoint } from "./endpoint.ts";
import { readFailure } from "./failure.ts";
import { standardErrors } from "./reply-error.ts";
import { readText } from "./reply-text.ts";

/** Options of {@link tokenRevocation}. */
export interface TokenRevocationOptions {
  /** The full URL of the revocation endpoint, `https:` or on loopback. */
  readonly url: string | URL;
  /** The client's id. */
  readonly clientId: string;
  /** The secret of a confidential client. Default: none. */
  readonly clientSecret?: string;
  /**
   * How the client authenticates. Default: with a `clientSecret`, `"client_secret_basic"`, otherwise
   * `"none"`: the form contains the id.
   */
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator;
  /** Sends the request. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Makes a function for the `revoke` option of a token manager. It asks the provider to revoke the refresh
 * token and, with it, the whole grant. Without a refresh token it revokes the access token. Each call sends
 * one HTTP request.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { refreshTokenGrant, tokenRevocation } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: refreshTokenGrant({ url: "https://auth.example/token", clientId: "my-app" }),
 *   revoke: tokenRevocation({ url: "https://auth.example/revoke", clientId: "my-app" }),
 * });
 * await tokens.revoke();
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @throws {TokenError} `insecure_origin` if the URL is unencrypted `http:` and not on loopback.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2.1 RFC 7009 §2.1}
 */
export function tokenRevocation(options: TokenRevocationOptions): RevokeFunction {
  const { url, fetch } = checkEndpoint(
    "tokenRevocation",
    checkOptionNames("tokenRevocation", options, names),
  );
  const authenticate = authentication("tokenRevocation", options);
  return async (tokens, { signal }) => {
    const { headers, fields } = await authenticate({ url, signal });
    const response = await fetch(url, {
      method: "POST",
      // Do not follow redirects: a 307 would send the token to another address.
      redirect: "manual",
      cache: "no-store",
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      body: new URLSearchParams({ ...revoked(tokens), ...fields }),
      signal,
    });
    // RFC 7009 §2.2: the reply to an unknown token is a 200 as well, and the body of a 200 is ignored.
    if (response.ok) return fetchResponses.discard(response);
    const endpoint = "revocation endpoint";
    throw readFailure(response, await readText(response), { endpoint, errors: standardErrors });
  };
}

const names = ["url", ...clientOptionNames, "fetch"];

/** The form fields that name the token to revoke. */
function revoked({ refreshToken, accessToken }: TokenSet): Record<string, string> {
  return refreshToken
    ? { token: refreshToken, token_type_hint: "refresh_token" }
    : { token: accessToken, token_type_hint: "access_token" };
}
