import { jsonReply } from "../http/reply.ts";
import type { Asked, ClientRegistration, Dialect, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidRequest, oauthError, oauthRefusal, oauthTokens } from "./oauth-replies.ts";

/**
 * The Partner API: the partner's id and the grant type are headers. The refresh token is in a JSON body in
 * camel case, and the reply is in snake case. Every error is a 400.
 *
 * @see the provider's "Token Refresh Using Refresh Token Grant Type", `POST /v1/auth/token`
 */
export const partner: Dialect = {
  tokenPath: "/partner/v1/auth/token",
  resourcePath: "/partner/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "opaque", refreshToken: "opaque" },
  body: "application/json",
  read: readHeadersAndBody,
  granted: (granted) => jsonReply(200, oauthTokens(granted)),
  refused: oauthRefusal,
  dead: () => oauthError(400, "invalid_grant", "Refresh token has expired or is invalid."),
};

function readHeadersAndBody({ headers, fields }: TokenCall, client: ClientRegistration): Asked {
  // Compare as strings, because the documented integer format allows only one spelling.
  if (headers.partnerid !== String(client.partnerId)) {
    return invalidRequest("The header partnerId must be the int32 of a known partner.");
  }
  if (headers.granttype !== "refresh_token") {
    return invalidRequest("The header grantType must be refresh_token.");
  }
  const refreshToken = textField(fields, "refreshToken");
  return refreshToken === undefined
    ? invalidRequest("Missing refresh token.")
    : { kind: "refreshToken", refreshToken };
}
