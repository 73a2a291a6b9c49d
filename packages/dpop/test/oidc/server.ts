import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import Provider, { type Configuration } from "oidc-provider";
import { clientId, redirectUri } from "./client.ts";
import { closed, listen } from "./listen.ts";
import { ProofResource } from "./resource.ts";

const scope = "openid offline_access";

/** All servers sign with one key: to make an RSA key takes longer than most tests. */
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export interface OidcOptions {
  /** Whether proofs at the token endpoint must have a nonce of the server. */
  readonly requireNonce: boolean;
  /** Whether the client can only get bound tokens. */
  readonly mustBind?: boolean;
}

/** What the token endpoint has done. */
interface Counts {
  /** Requests that it has received. */
  readonly calls: number;
  /** Refresh tokens that it has consumed. */
  readonly consumed: number;
  /** Consumed refresh tokens that it has seen again. */
  readonly revoked: number;
  /** Why it rejected requests. */
  readonly rejections: readonly string[];
}

/** oidc-provider with DPoP and rotating refresh tokens for a public client, and a resource beside it. */
export interface OidcServer extends AsyncDisposable {
  readonly tokenUrl: string;
  readonly resourceUrl: string;
  readonly resource: ProofResource;
  readonly counts: Counts;
  /** A refresh token of a login; it is bound if there is a thumbprint. */
  issueRefreshToken(thumbprint?: string): Promise<string>;
  /** An authorization code, as a browser brings it back. */
  issueCode(thumbprint: string): Promise<string>;
  /** Ends all access tokens. */
  expireAccessTokens(): void;
}

export async function startOidcServer(options: OidcOptions): Promise<OidcServer> {
  const { server, origin } = await listen();
  const provider = new Provider(origin, configuration(options));
  const counts = { calls: 0, consumed: 0, revoked: 0, rejections: [] as string[] };
  provider.on("refresh_token.consumed", () => counts.consumed++);
  provider.on("grant.revoked", () => counts.revoked++);
  provider.on("grant.error", (_, error) => {
    counts.rejections.push(`${error.error}: ${error.error_detail ?? error.error_description}`);
  });
  const ended = new Set<string>();
  const seen = new Set<string>();
  const resource = new ProofResource(origin, async (accessToken) => {
    seen.add(accessToken);
    const found = ended.has(accessToken) ? undefined : await provider.AccessToken.find(accessToken);
    return found?.jkt;
  });
  const authorize = provider.callback();
  server.on("request", (message, response) => {
    if (message.url?.startsWith("/resource")) return resource.answer(message, response);
    if (message.url === "/token") counts.calls++;
    return authorize(message, response);
  });
  return {
    tokenUrl: `${origin}/token`,
    resourceUrl: `${origin}/resource`,
    resource,
    counts,
    issueRefreshToken: async (jkt) =>
      new provider.RefreshToken({ ...(await login(provider)), ...(jkt && { jkt }) }).save(),
    issueCode: async (dpopJkt) =>
      new provider.AuthorizationCode({ ...(await login(provider)), dpopJkt, redirectUri }).save(),
    expireAccessTokens: () => {
      for (const token of seen) ended.add(token);
    },
    [Symbol.asyncDispose]: () => closed(server),
  };
}

async function login(provider: Provider) {
  const client = await provider.Client.find(clientId);
  if (!client) throw new Error("the client is not registered");
  const grant = new provider.Grant({ accountId: "ada", clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  return { accountId: "ada", client, grantId, gty: "authorization_code", scope };
}

function configuration({ requireNonce, mustBind = false }: OidcOptions): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "none",
        dpop_bound_access_tokens: mustBind,
      },
    ],
    cookies: { keys: [randomUUID()] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => requireNonce },
    },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kty: "RSA" }] },
    pkce: { required: () => false },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 3_600,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 60,
      RefreshToken: 86_400,
    },
  };
}
