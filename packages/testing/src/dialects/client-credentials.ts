import { jsonReply } from "../http/reply.ts";
import type { Asked, ClientRegistration, Dialect, TokenCall } from "./dialect.ts";
import { invalidClient, oauthError, oauthRefusal, refusedGrantType } from "./oauth-replies.ts";

/**
 * The client credentials grant of a banking API. The secret must be in the body and not in a header. The
 * reply contains only an access token.
 *
 * @see the provider's "OAuth 2.0 Client Credentials Flow", `/token`
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 RFC 6749 §4.4}
 */
export const clientCredentials: Dialect = {
  tokenPath: "/client-credentials/token",
  resourcePath: "/client-credentials/accounts",
  grantType: "client_credentials",
  formats: { accessToken: "opaque", refreshToken: "opaque" },
  body: "application/x-www-form-urlencoded",
  read: readCredentials,
  granted: ({ grant }) => jsonReply(200, { access_token: grant.accessToken }),
  refused: oauthRefusal,
  dead: () => oauthError(400, "invalid_grant", "There are no refresh tokens."),
};

function readCredentials({ headers, fields }: TokenCall, client: ClientRegistration): Asked {
  if (headers.authorization !== undefined) {
    return invalidClient("The client secret must be in the body, not in a header.");
  }
  const refused = refusedGrantType(fields.get("grant_type"), "client_credentials");
  if (refused) return refused;
  const known =
    fields.get("client_id") === client.clientId &&
    fields.get("client_secret") === client.clientSecret;
  return known ? { kind: "clientCredentials" } : invalidClient("Unknown client or wrong secret.");
}
