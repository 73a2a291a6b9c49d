import { onTestFinished } from "vitest";
import {
  type AuthorizationServer,
  type ProviderName,
  startAuthorizationServer,
} from "../src/index.ts";

/** The providers with refresh tokens. */
export const rotating = [
  ...(["oroBank", "vault", "autional", "partner", "rfc6749"] as const),
  ...(["github", "gitlab", "atlassian", "linear", "slack", "zoom"] as const),
  ...(["xero", "quickBooks", "airtable", "salesforce", "hubSpot", "box"] as const),
  ...(["x", "strava", "fitbit", "spotify", "auth0", "okta", "entra", "google"] as const),
] as const;
export const every = [...rotating, "clientCredentials"] as const;

/** Starts a server that is closed at the end of the test. */
export async function started(
  ...options: Parameters<typeof startAuthorizationServer>
): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer(...options);
  onTestFinished(() => server.close());
  return server;
}

/** Sends a refresh token in the provider's documented format. */
export function refresh(
  server: AuthorizationServer,
  provider: ProviderName,
  refreshToken: string,
): Promise<Response> {
  return fetch(server.tokenUrl(provider), {
    method: "POST",
    ...calls[provider](refreshToken, server.client),
  });
}

/** Sends a GET with a bearer token. */
export function visit(url: string, accessToken: string): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${accessToken}` }, redirect: "manual" });
}

/** The new tokens in a reply, in any provider's format. */
export async function tokensIn(
  response: Response,
): Promise<{ accessToken: string; refreshToken: string }> {
  const body = await response.json();
  return {
    accessToken: body.accessToken ?? body.access_token,
    refreshToken: body.refreshToken?.value ?? body.refresh_token,
  };
}

/** Makes a request with a JSON body. */
export function json(value: object, headers: Record<string, string> = {}): RequestInit {
  return {
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** Makes a request with a form body. */
export function form(fields: Record<string, string>): RequestInit {
  return { body: new URLSearchParams(fields) };
}

type Call = (refreshToken: string, client: AuthorizationServer["client"]) => RequestInit;

/** A client in the body, and further fields. */
function inBody(more: Record<string, string> = {}): Call {
  return (token, { clientId, clientSecret }) =>
    form({
      grant_type: "refresh_token",
      refresh_token: token,
      client_id: clientId,
      client_secret: clientSecret,
      ...more,
    });
}

/** HTTP Basic, with id and secret as they are or encoded. */
function byBasic(encode: (text: string) => string): Call {
  return (token, { clientId, clientSecret }) => {
    const basic = btoa(`${encode(clientId)}:${encode(clientSecret)}`);
    return {
      headers: { authorization: `Basic ${basic}` },
      ...form({ grant_type: "refresh_token", refresh_token: token }),
    };
  };
}

const raw = byBasic((text) => text);
const encoded = byBasic((text) => encodeURIComponent(text));

const calls: Readonly<Record<ProviderName, Call>> = {
  oroBank: (token) => ({ headers: { authorization: `Bearer ${token}` } }),
  vault: (token) => json({ grant_type: "refresh_token", refresh_token: token }),
  autional: (token) => json({ refresh_token: token }),
  partner: (token, { partnerId }) =>
    json({ refreshToken: token }, { partnerId: String(partnerId), grantType: "refresh_token" }),
  rfc6749: (token, { clientId, clientSecret }) =>
    form({
      grant_type: "refresh_token",
      refresh_token: token,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  clientCredentials: (_, { clientId, clientSecret }) =>
    form({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    }),
  github: inBody(),
  gitlab: inBody({ redirect_uri: "https://app.example/callback" }),
  atlassian: inBody(),
  linear: inBody(),
  slack: inBody(),
  zoom: raw,
  xero: raw,
  quickBooks: raw,
  airtable: encoded,
  salesforce: inBody(),
  hubSpot: inBody(),
  box: inBody(),
  x: raw,
  strava: inBody(),
  fitbit: raw,
  spotify: raw,
  auth0: inBody(),
  okta: encoded,
  entra: inBody(),
  google: inBody(),
};
