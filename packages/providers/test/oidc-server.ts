import { generateKeyPairSync, randomUUID, X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import Provider, { type ClientMetadata, type Configuration } from "oidc-provider";
import { onTestFinished } from "vitest";

/** A running `oidc-provider`, which is strict about the authentication of clients. */
interface OidcServer {
  readonly issuer: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string;
  /** What a login of this client gives. */
  issueRefreshToken(clientId: string): Promise<string>;
}

/** A server's certificate and its key, as PEM. */
interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Starts a server with some clients. With a certificate, it uses TLS, and asks clients for theirs. */
export async function startOidcServer(
  clients: readonly ClientMetadata[],
  certificate?: ServerCertificate,
): Promise<OidcServer> {
  const server = certificate
    ? createTlsServer({ ...certificate, requestCert: true, rejectUnauthorized: false })
    : createServer();
  onTestFinished(() => closed(server));
  const issuer = `${certificate ? "https" : "http"}://127.0.0.1:${await listening(server)}`;
  const provider = new Provider(issuer, configuration(clients));
  server.on("request", provider.callback());
  return {
    issuer,
    tokenUrl: `${issuer}/token`,
    revocationUrl: `${issuer}/token/revocation`,
    issueRefreshToken: (clientId) => logIn(provider, clientId),
  };
}

const scope = "openid offline_access";

/** The server's own key. It is made once, because that takes long. */
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

function configuration(clients: readonly ClientMetadata[]): Configuration {
  return {
    clients: clients.map((client) => ({
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      redirect_uris: ["https://app.example/callback"],
      ...client,
    })),
    clientAuthMethods: [
      ...(["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] as const),
      "self_signed_tls_client_auth",
    ],
    cookies: { keys: [randomUUID()] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      mTLS: {
        enabled: true,
        selfSignedTlsClientAuth: true,
        getCertificate: ({ socket }) => certificateOf(socket),
      },
      revocation: { enabled: true },
    },
    enabledJWA: { clientAuthSigningAlgValues: ["ES256", "RS256", "PS256", "EdDSA", "ES384"] },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kty: "RSA" }] },
    rotateRefreshToken: true,
    ttl: { AccessToken: 60, ClientCredentials: 60, Grant: 600, IdToken: 60, RefreshToken: 600 },
  };
}

function certificateOf(socket: unknown): X509Certificate | string | undefined {
  const { raw } = (socket as TLSSocket).getPeerCertificate();
  return raw && new X509Certificate(raw);
}

/** What the authorization code flow comes to, without its browser. */
async function logIn(provider: Provider, clientId: string): Promise<string> {
  const client = await provider.Client.find(clientId);
  if (!client) throw new Error("the client is not registered");
  const grant = new provider.Grant({ accountId: "ann", clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const login = { accountId: "ann", client, grantId, gty: "authorization_code", scope };
  return new provider.RefreshToken(login).save();
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
