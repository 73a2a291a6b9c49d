import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import Provider, { type Configuration } from "oidc-provider";

/** A running oidc-provider with one public client, `cli`. */
export interface OidcProvider extends AsyncDisposable {
  readonly issuer: string;
  /** The refresh tokens that exist. */
  refreshTokens(): number;
  /** When requests with a refresh token were answered with new tokens, in epoch ms. */
  readonly refreshes: readonly number[];
  /** The requests to the token endpoint that were rejected. */
  rejections(): number;
}

/** Starts an authorization server whose pages of login and consent are those of the library. */
export async function startOidcProvider(ttl: Configuration["ttl"] = {}): Promise<OidcProvider> {
  const server = createServer();
  const issuer = await listening(server);
  const provider = new Provider(issuer, { ...configuration(), ttl });
  let refreshTokens = 0;
  const refreshes: number[] = [];
  let rejections = 0;
  provider.on("refresh_token.saved", () => refreshTokens++);
  provider.on("refresh_token.destroyed", () => refreshTokens--);
  provider.on("grant.success", ({ oidc }) => {
    if (oidc.params?.grant_type === "refresh_token") refreshes.push(Date.now());
  });
  provider.on("grant.error", () => rejections++);
  server.on("request", provider.callback());
  return {
    issuer,
    refreshTokens: () => refreshTokens,
    refreshes,
    rejections: () => rejections,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

function configuration(): Configuration {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: "cli",
        application_type: "native",
        grant_types: [
          "authorization_code",
          "refresh_token",
          "urn:ietf:params:oauth:grant-type:device_code",
        ],
        redirect_uris: ["http://127.0.0.1/callback"],
        token_endpoint_auth_method: "none",
      },
    ],
    cookies: { keys: [randomUUID()] },
    features: { deviceFlow: { enabled: true }, revocation: { enabled: true } },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kty: "RSA" }] },
    rotateRefreshToken: true,
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return `http://127.0.0.1:${address.port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
