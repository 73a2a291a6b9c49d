import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import type { LoginTokens } from "../processes/job.ts";
import { BoundResource } from "./bound-resource.ts";
import { createLoginKey } from "./login-key.ts";
import { memoryAdapter } from "./memory-adapter.ts";
import type { RefreshLedger } from "./refresh-ledger.ts";
import { answerAt } from "./resource.ts";
import { type Operator, watchTokenEndpoint } from "./token-endpoint.ts";

const client = { id: "soak", secret: randomUUID() } as const;
const scope = "openid offline_access";

/** Where a running server is found, and how clients are known to it; plain data. */
export interface ServerAddress {
  readonly tokenUrl: string;
  readonly resourceUrl: string;
  readonly clientId: string;
  /** Absent if the client is public, and its tokens are bound to keys. */
  readonly clientSecret: string | undefined;
}

/** An authorization server of a library that many run, with a protected resource beside it. */
export interface OidcServer extends AsyncDisposable {
  readonly address: ServerAddress;
  /** What the login of an account gives. */
  logIn(account: string): Promise<LoginTokens>;
}

/**
 * A spent refresh token that is seen again ends its whole grant: there is no grace window.
 *
 * @param isBound whether the tokens are bound to keys, and all proofs need nonces
 */
export async function startOidcServer(
  ledger: RefreshLedger,
  operator: Operator,
  isBound = false,
): Promise<OidcServer> {
  const server = createServer({ keepAliveTimeout: 600_000 });
  const origin = await listening(server);
  const provider = new Provider(origin, configuration(ledger.lifetime, isBound));
  const resource = isBound ? new BoundResource(provider, ledger, origin) : undefined;
  watchTokenEndpoint(provider, ledger, operator);
  const authorize = provider.callback();
  server.on("request", (message, response) => {
    if (!message.url?.startsWith("/resource/")) return authorize(message, response);
    if (resource) return resource.answer(message, response);
    return answerAt(provider, ledger, message, response);
  });
  return {
    address: {
      tokenUrl: `${origin}/token`,
      resourceUrl: `${origin}/resource`,
      clientId: client.id,
      clientSecret: isBound ? undefined : client.secret,
    },
    logIn: (account) => logIn(provider, ledger, { account, isBound }),
    [Symbol.asyncDispose]: () => closed(server),
  };
}

/** @param lifetime of access tokens, s */
function configuration(lifetime: number, isBound: boolean): Configuration {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: client.id,
        ...(!isBound && { client_secret: client.secret }),
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: ["https://app.example/callback"],
        token_endpoint_auth_method: isBound ? "none" : "client_secret_basic",
      },
    ],
    cookies: { keys: [randomUUID()] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: isBound, nonceSecret: randomBytes(32), requireNonce: () => true },
    },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kty: "RSA" }] },
    rotateRefreshToken: true,
    ttl: { AccessToken: lifetime, Grant: day, IdToken: 60, RefreshToken: day },
  };
}

/** In seconds. */
const day = 86_400;

/** What the authorization code flow comes to, without its browser. */
async function logIn(
  provider: Provider,
  ledger: RefreshLedger,
  { account, isBound }: { readonly account: string; readonly isBound: boolean },
): Promise<LoginTokens> {
  const registered = await provider.Client.find(client.id);
  if (!registered) throw new Error("the client is not registered");
  const grant = new provider.Grant({ accountId: account, clientId: client.id });
  grant.addOIDCScope(scope);
  const key = isBound ? await createLoginKey() : undefined;
  const refreshToken = new provider.RefreshToken({
    accountId: account,
    client: registered,
    grantId: await grant.save(),
    gty: "authorization_code",
    scope,
    ...(key && { jkt: key.thumbprint }),
  });
  const value = await refreshToken.save();
  ledger.loggedIn(value);
  return { refreshToken: value, ...(key && { extra: { dpop_jwk: key.jwk } }) };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
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
