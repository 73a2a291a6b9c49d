import { createTokenManager, type TokenManager } from "@refresh-once/core";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";

/** An account whose access token the server rejects by now: what an adapter's test begins with. */
export interface StaleAccount extends AsyncDisposable {
  readonly server: AuthorizationServer;
  readonly tokens: TokenManager;
  /** Of the protected resource. */
  readonly url: string;
  /** How often the tokens were refreshed. */
  refreshes(): number;
}

export async function staleAccount(): Promise<StaleAccount> {
  const server = await startAuthorizationServer();
  const { accessToken, refreshToken } = server.issueTokens("rfc6749");
  server.expireAccessTokens();
  const fresh = server.issueTokens("rfc6749");
  let refreshes = 0;
  const refresh = async () => {
    refreshes++;
    return fresh;
  };
  return {
    server,
    tokens: createTokenManager({ refresh, seed: { accessToken, refreshToken } }),
    url: server.resourceUrl("rfc6749"),
    refreshes: () => refreshes,
    [Symbol.asyncDispose]: () => server.close(),
  };
}
