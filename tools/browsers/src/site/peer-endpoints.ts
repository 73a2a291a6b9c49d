import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { AuthorizationServer } from "@refresh-once/testing";

/** A reply in JSON. */
interface Reply {
  readonly status: number;
  readonly body: object;
}

/** The parameters of a request, from a form or from JSON. */
type Fields = Readonly<Record<string, string>>;

/** What the replies of each token endpoint have in addition, by its path. */
const additions: Readonly<Record<string, (origin: string, fields: Fields) => object>> = {
  "/oauth/token": (origin, { client_id = "" }) => ({
    id_token: idToken(origin, client_id),
    scope: "openid offline_access",
  }),
  "/auth/v1/token": () => ({ user: { id: "user" } }),
  "/oidc/token": () => ({}),
};

/** Whether a path is the token endpoint that another library expects. */
export function isPeerEndpoint(path: string): boolean {
  return path in additions;
}

/**
 * Answers another library at the token endpoint that it expects: as the authorization server does, whose client is
 * confidential, and with the fields that the library needs.
 */
export async function peerReply(
  server: AuthorizationServer,
  path: string,
  message: IncomingMessage,
): Promise<Reply> {
  const fields = fieldsOf(await text(message));
  const { status, body } = await grant(server, fields);
  const origin = `http://${message.headers.host}`;
  return {
    status,
    body: status === 200 ? { ...body, ...additions[path]?.(origin, fields) } : body,
  };
}

/** A token exchange stores the tokens of a login in auth0-spa-js: they are its subject token. */
async function grant(server: AuthorizationServer, fields: Fields): Promise<Reply> {
  const { subject_token, refresh_token = "" } = fields;
  if (subject_token) return { status: 200, body: JSON.parse(subject_token) };
  const { clientId, clientSecret } = server.client;
  const response = await fetch(server.tokenUrl("rfc6749"), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return { status: response.status, body: await response.json() };
}

function fieldsOf(body: string): Fields {
  return body.startsWith("{") ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}

/** An ID token without a valid signature, which a browser does not check. */
function idToken(origin: string, aud: string): string {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: `${origin}/`, sub: "user", aud, iat, exp: iat + 3_600 };
  const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => JSON.stringify(part));
  return [...parts, "no signature"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}
