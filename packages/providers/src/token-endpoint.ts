import type { RefreshFunction } from "@refresh-once/core";
import { checkOptionNames, preset } from "@refresh-once/core/adapter";
import { authentication, clientOptionNames } from "./client-authentication.ts";
import { refreshFunction } from "./refresh-function.ts";
import type { TokenEndpointOptions } from "./token-endpoint-options.ts";

/**
 * Makes a refresh function from a description of a token endpoint, for a provider without a preset. Each
 * call sends one HTTP request and never retries it; the token manager decides about retries.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { tokenEndpoint } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: tokenEndpoint({
 *     url: "https://auth.example/oauth/token",
 *     headers: { "content-type": "application/json" },
 *     body: { grant_type: "refresh_token", refresh_token: "{refreshToken}" },
 *     reply: { accessToken: "data.token", refreshToken: "data.refresh" },
 *   }),
 *   seed: () => ({ refreshToken: process.env.REFRESH_TOKEN ?? "" }),
 * });
 * ```
 *
 * @throws {TypeError} If an option is wrong; the message names it.
 * @throws {TokenError} `insecure_origin` if the URL is unencrypted `http:` and not on loopback.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 RFC 6749 §3.2}
 */
export const tokenEndpoint = /* @__PURE__ */ preset(
  "tokenEndpoint",
  (given: TokenEndpointOptions): RefreshFunction => {
    const options = checkOptionNames("tokenEndpoint", given, names);
    // Without any option of a client, the request is sent as `headers` and `body` say.
    const isClient = clientOptionNames.some((name) => options[name] !== undefined);
    const authenticate = isClient ? authentication("tokenEndpoint", options) : undefined;
    return refreshFunction("tokenEndpoint", options, authenticate);
  },
);

const names = [
  ...["url", "headers", "body", ...clientOptionNames, "refreshToken", "reply"],
  ...["lifetime", "deadOn", "deadErrors", "fetch"],
];
