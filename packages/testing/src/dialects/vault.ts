import { jsonReply, type Reply } from "../http/reply.ts";
import type { Asked, Dead, Dialect, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidRequest, oauthTokens, refusedGrantType } from "./oauth-replies.ts";

/**
 * Vault: RFC 6749 in JSON, with a `user_id`; errors have an envelope of their own.
 *
 * @see Vault, "Refreshing Access Tokens", `POST /v2.0/reference/gettoken`
 */
export const vault: Dialect = {
  tokenPath: "/vault/v2.0/reference/gettoken",
  resourcePath: "/vault/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "jwt", refreshToken: "opaque" },
  body: "application/json",
  read: readBody,
  granted: (granted) =>
    jsonReply(200, {
      ...oauthTokens(granted),
      scope: "accounts:create accounts:read withdraw_other_account:show",
      user_id: `usr:${granted.grant.subject}`,
    }),
  refused: ({ description }) => failure(400, "BAD_REQUEST", description),
  dead: (dead) => failure(401, "UNAUTHORIZED", obituary(dead)),
};

function readBody({ fields }: TokenCall): Asked {
  const refused = refusedGrantType(fields.get("grant_type"), "refresh_token");
  if (refused) return refused;
  const refreshToken = textField(fields, "refresh_token");
  return refreshToken === undefined
    ? invalidRequest("Missing refresh_token.")
    : { kind: "refreshToken", refreshToken };
}

function obituary(dead: Dead): string {
  return dead.reason === "expired"
    ? `The Token has expired on ${new Date(dead.expiredAt).toISOString()}`
    : "The Token is invalid";
}

function failure(code: number, status: string, message: string): Reply {
  return jsonReply(code, { status, message, traceId: "TraceId unavailable", errors: [] });
}
