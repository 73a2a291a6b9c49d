import { jsonReply, type Reply } from "../http/reply.ts";
import type { Asked, ClientRegistration, Dialect, Refusal, TokenCall } from "./dialect.ts";
import { type Fields, textField } from "./fields.ts";
import {
  invalidClient,
  invalidRequest,
  oauthError,
  oauthRefusal,
  oauthTokens,
} from "./oauth-replies.ts";
import { readRefreshTokenGrant } from "./refresh-token-grant.ts";

/**
 * The refresh token grant as the RFC has it: a form, and a client that authenticates by HTTP Basic or
 * in the body.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 */
export const rfc6749: Dialect = {
  tokenPath: "/rfc6749/token",
  resourcePath: "/rfc6749/accounts",
  grantType: "refresh_token",
  formats: { accessToken: "opaque", refreshToken: "opaque" },
  body: "application/x-www-form-urlencoded",
  read: readGrant,
  granted: (granted) => jsonReply(200, oauthTokens(granted)),
  refused: refusedReply,
  dead: () => oauthError(400, "invalid_grant", "The refresh token is invalid, expired or revoked."),
};

interface Credentials {
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

function readGrant({ headers, fields }: TokenCall, client: ClientRegistration): Asked {
  const { authorization } = headers;
  if (authorization !== undefined && fields.has("client_secret")) {
    return invalidRequest("The client authenticates in more than one way.");
  }
  const { id, secret } =
    authorization === undefined ? inBody(fields) : (inHeader(authorization) ?? {});
  if (id !== client.clientId || secret !== client.clientSecret) {
    return invalidClient("Unknown client, wrong secret or no client authentication.");
  }
  return readRefreshTokenGrant({ fields });
}

function inBody(fields: Fields): Credentials {
  return { id: textField(fields, "client_id"), secret: textField(fields, "client_secret") };
}

/** Both parts are form-encoded before they are joined by a colon. */
function inHeader(authorization: string): Credentials | undefined {
  const encoded = /^Basic +([\w+/]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecoded(id), secret: formDecoded(secret) };
}

function formDecoded(text: string): string | undefined {
  return new URLSearchParams(`value=${text.replaceAll("&", "%26")}`).get("value") ?? undefined;
}

/** §5.2: a 401 to a client names the scheme by which it may authenticate. */
function refusedReply(refusal: Refusal): Reply {
  const reply = oauthRefusal(refusal);
  if (reply.status !== 401) return reply;
  return { ...reply, headers: { ...reply.headers, "www-authenticate": 'Basic realm="rfc6749"' } };
}
