import { jsonReply, type Reply } from "../http/reply.ts";
import type { Asked, Dialect, Granted, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import {
  invalidRequest,
  oauthError,
  oauthRefusal,
  oauthTokens,
  refusedGrantType,
} from "./oauth-replies.ts";

const cookieName = "refresh_token";

/**
 * The Autional API: replies are those of RFC 6749. The body may be `{}` if the refresh token is in a cookie;
 * the new one is then set as a cookie as well. The reply to an invalid refresh token is a 401.
 *
 * @see Autional API Reference, `POST /oauth/refresh`
 */
export const autional: Dialect = {
  tokenPath: "/autional/oauth/refresh",
  resourcePath: "/autional/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "jwt", refreshToken: "opaque" },
  body: "application/json",
  read: readBodyOrCookie,
  granted: grantedReply,
  refused: oauthRefusal,
  dead: () => oauthError(401, "invalid_grant", "The refresh token is invalid or has expired."),
};

function readBodyOrCookie({ headers, fields }: TokenCall): Asked {
  // The documentation requires no member of the body. If a grant type is present, it must be correct.
  const grantType = fields.get("grant_type") ?? "refresh_token";
  const refused = refusedGrantType(grantType, "refresh_token");
  if (refused) return refused;
  const inBody = textField(fields, "refresh_token");
  const refreshToken = inBody ?? cookie(headers.cookie ?? "");
  return refreshToken === undefined
    ? invalidRequest("Missing required parameter: refresh_token.")
    : { kind: "refreshToken", refreshToken, inCookie: inBody === undefined };
}

/**
 * Finds the refresh token in a `Cookie` header.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1 RFC 6265 §4.2.1}
 */
function cookie(header: string): string | undefined {
  const pairs = header.split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return found?.slice(cookieName.length + 1) || undefined;
}

function grantedReply(granted: Granted): Reply {
  const { binding } = granted.grant;
  const details = [{ type: "account_information", actions: ["list_accounts", "read_balances"] }];
  const value = {
    ...oauthTokens(granted),
    scope: "openid profile email",
    authorization_details: details,
    dpop_access_token_bound: binding !== undefined,
    ...(binding && { dpop_signing_alg: binding.algorithm }),
  };
  return jsonReply(200, value, granted.inCookie ? setCookie(granted) : {});
}

function setCookie({ grant }: Granted): Record<string, string> {
  const value = grant.refreshToken?.value ?? "";
  return { "set-cookie": `${cookieName}=${value}; Path=/autional; HttpOnly; SameSite=Strict` };
}
