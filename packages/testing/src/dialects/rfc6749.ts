import { jsonReply, type Reply } from "../http/reply.ts";
import { refusedClient } from "./client-authentication.ts";
import type { Dialect, Refusal } from "./dialect.ts";
import { oauthError, oauthRefusal, oauthTokens } from "./oauth-replies.ts";
import { readRefreshTokenGrant } from "./refresh-token-grant.ts";
import { readRevocation } from "./revocation.ts";

/**
 * The refresh token grant of the standard: a form, and a client that authenticates by HTTP Basic or in the
 * body. Tokens can be revoked.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
 */
export const rfc6749: Dialect = {
  tokenPath: "/rfc6749/token",
  resourcePath: "/rfc6749/accounts",
  revocation: { path: "/rfc6749/revoke", read: readRevocation },
  grantType: "refresh_token",
  formats: { accessToken: "opaque", refreshToken: "opaque" },
  body: "application/x-www-form-urlencoded",
  read: (call, client) => refusedClient(call, client) ?? readRefreshTokenGrant(call),
  granted: (granted) => jsonReply(200, oauthTokens(granted)),
  refused: refusedReply,
  dead: () => oauthError(400, "invalid_grant", "The refresh token is invalid, expired or revoked."),
};

/** RFC 6749 §5.2: a 401 names the scheme by which the client may authenticate. */
function refusedReply(refusal: Refusal): Reply {
  const reply = oauthRefusal(refusal);
  if (reply.status !== 401) return reply;
  return { ...reply, headers: { ...reply.headers, "www-authenticate": 'Basic realm="rfc6749"' } };
}
