import { jsonReply, type Reply } from "../http/reply.ts";
import type { RegisteredProviderName } from "../provider-name.ts";
import type { Dead, Dialect, Granted, TokenCall } from "./dialect.ts";
import { textField } from "./fields.ts";
import { invalidRequest, oauthRefusal, oauthTokens } from "./oauth-replies.ts";
import { readRefreshTokenGrant } from "./refresh-token-grant.ts";
import { type ClientMethod, refusedBy } from "./registered-client.ts";

/** A provider that takes the refresh token grant in a form, and what is its own. */
interface RegisteredProvider {
  /** Path of the token endpoint at the provider. */
  readonly path: string;
  readonly client: ClientMethod;
  /** The status and the body of the reply to a dead refresh token. */
  readonly dead: readonly [number, object];
  /** Fields that a request must have in addition. */
  readonly fields?: readonly string[];
  /** More fields of the reply with new tokens. */
  more?(granted: Granted): object;
}

const invalidGrant = (description?: string) => ({
  error: "invalid_grant",
  ...(description && { error_description: description }),
});

/** How each provider answers, as its pages or its users say; `docs/provider-facts.md` has the sources. */
const providers: Readonly<Record<RegisteredProviderName, RegisteredProvider>> = {
  github: {
    path: "/login/oauth/access_token",
    client: "body",
    dead: [
      200,
      {
        error: "bad_refresh_token",
        error_description: "The refresh token passed is incorrect or expired.",
      },
    ],
    more: (granted) => ({ refresh_token_expires_in: secondsLeft(granted), scope: "" }),
  },
  gitlab: {
    path: "/oauth/token",
    client: "body",
    fields: ["redirect_uri"],
    dead: [400, invalidGrant("The provided authorization grant is invalid, expired or revoked.")],
    more: ({ grant }) => ({ created_at: Math.floor((grant.refreshToken?.createdAt ?? 0) / 1_000) }),
  },
  atlassian: {
    path: "/oauth/token",
    client: "body",
    dead: [403, invalidGrant("Unknown or invalid refresh token.")],
    more: () => ({ scope: "offline_access read:jira-work" }),
  },
  linear: {
    path: "/oauth/token",
    client: "body",
    dead: [400, invalidGrant()],
    more: () => ({ scope: "read write" }),
  },
  slack: {
    path: "/api/oauth.v2.access",
    client: "body",
    dead: [200, { ok: false, error: "invalid_refresh_token" }],
    more: ({ grant }) => ({ ok: true, token_type: "bot", bot_user_id: grant.subject }),
  },
  zoom: {
    path: "/oauth/token",
    client: "raw basic",
    dead: [400, { reason: "Invalid Token!", error: "invalid_request" }],
    more: () => ({ scope: "meeting:read" }),
  },
  xero: { path: "/connect/token", client: "raw basic", dead: [400, invalidGrant()] },
  quickBooks: {
    path: "/oauth2/v1/tokens/bearer",
    client: "raw basic",
    dead: [400, invalidGrant()],
    more: (granted) => ({ x_refresh_token_expires_in: secondsLeft(granted) }),
  },
  airtable: { path: "/oauth2/v1/token", client: "basic", dead: [400, invalidGrant()] },
  salesforce: {
    path: "/services/oauth2/token",
    client: "body",
    dead: [400, invalidGrant("expired access/refresh token")],
  },
  hubSpot: {
    path: "/oauth/v1/token",
    client: "body",
    dead: [
      400,
      {
        status: "BAD_REFRESH_TOKEN",
        message: "missing or invalid refresh token",
        error: "invalid_request",
      },
    ],
  },
  box: {
    path: "/oauth2/token",
    client: "body",
    dead: [400, invalidGrant("Invalid refresh token")],
  },
  x: {
    path: "/2/oauth2/token",
    client: "raw basic",
    dead: [
      400,
      { error: "invalid_request", error_description: "Value passed for the token was invalid." },
    ],
    more: () => ({ token_type: "bearer", scope: "tweet.read offline.access" }),
  },
  strava: {
    path: "/oauth/token",
    client: "body",
    dead: [
      400,
      {
        message: "Bad Request",
        errors: [{ resource: "RefreshToken", field: "refresh_token", code: "invalid" }],
      },
    ],
    more: ({ grant }) => ({ expires_at: Math.floor(grant.expiresAt / 1_000) }),
  },
  fitbit: {
    path: "/oauth2/token",
    client: "raw basic",
    dead: [
      400,
      {
        errors: [{ errorType: "invalid_grant", message: "Refresh token invalid." }],
        success: false,
      },
    ],
    more: ({ grant }) => ({ user_id: grant.subject }),
  },
  spotify: { path: "/api/token", client: "raw basic", dead: [400, invalidGrant()] },
  auth0: {
    path: "/oauth/token",
    client: "body",
    dead: [403, invalidGrant("Unknown or invalid refresh token.")],
  },
  okta: {
    path: "/oauth2/default/v1/token",
    client: "basic",
    dead: [400, invalidGrant("The refresh token is invalid or expired.")],
  },
  entra: { path: "/common/oauth2/v2.0/token", client: "body", dead: [400, invalidGrant()] },
  google: {
    path: "/token",
    client: "body",
    dead: [400, invalidGrant("Token has been expired or revoked.")],
  },
};

/** The dialect of a provider whose clients are registered. */
export function registeredProvider(name: RegisteredProviderName): Dialect {
  const { path, client, dead, fields = [], more } = providers[name];
  const read = (call: TokenCall) => {
    const missing = fields.find((field) => textField(call.fields, field) === undefined);
    return missing ? invalidRequest(`Missing ${missing}.`) : readRefreshTokenGrant(call);
  };
  return {
    tokenPath: `/${name}${path}`,
    resourcePath: `/${name}/resource`,
    grantType: "refresh_token",
    formats: { accessToken: "opaque", refreshToken: "opaque" },
    body: "application/x-www-form-urlencoded",
    read: (call, registration) => refusedBy(client, call, registration) ?? read(call),
    granted: (granted) => jsonReply(200, { ...oauthTokens(granted), ...more?.(granted) }),
    refused: oauthRefusal,
    dead: (_: Dead): Reply => jsonReply(...dead),
  };
}

/** The remaining lifetime of a refresh token, in seconds. */
function secondsLeft({ grant: { refreshToken } }: Granted): number {
  if (!refreshToken) return 0;
  return Math.floor((refreshToken.expiresAt - refreshToken.createdAt) / 1_000);
}
