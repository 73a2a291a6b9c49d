import { jsonReply, type Reply } from "../http/reply.ts";
import type { IssuedRefreshToken } from "../ledger/grant.ts";
import type { Asked, Dialect, Granted, TokenCall } from "./dialect.ts";
import { invalidRequest } from "./oauth-replies.ts";

/**
 * The ORO Bank API: the refresh token is the bearer token of a request without a body. Every error is a 401.
 *
 * @see ORO Bank, "Authentication Flow", `POST /sessions/tokens`
 */
export const oroBank: Dialect = {
  tokenPath: "/oro-bank/sessions/tokens",
  resourcePath: "/oro-bank/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "jwt", refreshToken: "uuid" },
  body: undefined,
  read: readBearer,
  granted: ({ grant }: Granted) =>
    jsonReply(200, {
      accessToken: grant.accessToken,
      ...(grant.refreshToken && { refreshToken: described(grant.refreshToken) }),
    }),
  refused: ({ description }) => unauthorized(description),
  dead: () => unauthorized("The refresh token is invalid or has expired."),
};

function readBearer({ headers }: TokenCall): Asked {
  const refreshToken = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return refreshToken === undefined
    ? invalidRequest("Missing refresh token.")
    : { kind: "refreshToken", refreshToken };
}

function described({ id, value, createdAt, expiresAt }: IssuedRefreshToken): object {
  const created = new Date(createdAt).toISOString();
  const expired = new Date(expiresAt).toISOString();
  return { id, value, createdAt: created, updatedAt: created, expiredAt: expired };
}

function unauthorized(message: string): Reply {
  return jsonReply(401, { status: 401, error: "Unauthorized", message });
}
