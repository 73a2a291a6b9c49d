import { jsonReply, type Reply } from "../http/reply.ts";
import type { Dead, Dialect } from "./dialect.ts";
import { oauthTokens } from "./oauth-replies.ts";
import { readRefreshTokenGrant } from "./refresh-token-grant.ts";

/**
 * The Vault API: RFC 6749 in JSON, with a `user_id`. Errors have the provider's own format.
 *
 * @see Vault, "Refreshing Access Tokens", `POST /v2.0/reference/gettoken`
 */
export const vault: Dialect = {
  tokenPath: "/vault/v2.0/reference/gettoken",
  resourcePath: "/vault/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "jwt", refreshToken: "opaque" },
  body: "application/json",
  read: readRefreshTokenGrant,
  granted: (granted) =>
    jsonReply(200, {
      ...oauthTokens(granted),
      scope: "accounts:create accounts:read withdraw_other_account:show",
      user_id: `usr:${granted.grant.subject}`,
    }),
  refused: ({ description }) => failure(400, "BAD_REQUEST", description),
  dead: (dead) => failure(401, "UNAUTHORIZED", messageFor(dead)),
};

function messageFor(dead: Dead): string {
  return dead.reason === "expired"
    ? `The Token has expired on ${new Date(dead.expiredAt).toISOString()}`
    : "The Token is invalid";
}

function failure(code: number, status: string, message: string): Reply {
  return jsonReply(code, { status, message, traceId: "TraceId unavailable", errors: [] });
}
