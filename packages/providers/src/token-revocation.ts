import type { RevokeFunction, TokenSet } from "@refresh-once/core";
import { checkOptionNames, fetchResponses } from "@refresh-once/core/adapter";
import { clientAuthentication } from "./client-authentication.ts";
import { checkEndpoint } from "./endpoint.ts";
import { readFailure } from "./failure.ts";
import { readText } from "./reply-text.ts";

/** Options of {@link tokenRevocation}. */
export interface TokenRevocationOptions {
  /** The whole URL of the revocation endpoint, `https:` or on loopback. */
  readonly url: string | URL;
  readonly clientId: string;
  /** Of a confidential client; sent by HTTP Basic. Default: none, the id stands in the form. */
  readonly clientSecret?: string;
  /** What sends. Default: the global `fetch` at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * What the `revoke` option of a manager takes: it has the provider revoke the refresh token, and with
 * it the grant; the access token where there is no refresh token. It makes one HTTP request.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {TokenError} `insecure_origin` when the URL is `http:` and not on loopback
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2.1 RFC 7009 §2.1}
 */
export function tokenRevocation(options: TokenRevocationOptions): RevokeFunction {
  const { clientId, clientSecret } = checkOptionNames("tokenRevocation", options, names);
  const { url, fetch } = checkEndpoint("tokenRevocation", options);
  const { headers, fields } = clientAuthentication("tokenRevocation", clientId, clientSecret);
  return async (tokens, { signal }) => {
    const response = await fetch(url, {
      method: "POST",
      // A 307 would have the token sent on to wherever it says.
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
    // §2.2: an unknown token is a 200, too, and what it says beyond that is ignored.
    if (response.ok) return fetchResponses.discard(response);
    throw readFailure(response, await readText(response), { endpoint: "revocation endpoint" });
  };
}

const names = ["url", "clientId", "clientSecret", "fetch"];

function revoked({ refreshToken, accessToken }: TokenSet): Record<string, string> {
  return refreshToken
    ? { token: refreshToken, token_type_hint: "refresh_token" }
    : { token: accessToken, token_type_hint: "access_token" };
}
