import { createTokenManager, type TokenManager } from "@refresh-once/core";
import { oroBank, refreshTokenGrant } from "@refresh-once/providers";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";

/** An account whose refresh function is a preset that sends by the global `fetch`. */
export interface PresetAccount extends AsyncDisposable {
  readonly server: AuthorizationServer;
  readonly tokens: TokenManager;
  /** Of the protected resource, at the origin of the token endpoint. */
  readonly url: string;
}

/** `oroBank` sends the refresh token as `Authorization`, `rfc6749` sends it in the body. */
export async function presetAccount(provider: "oroBank" | "rfc6749"): Promise<PresetAccount> {
  const server = await startAuthorizationServer();
  const url = server.tokenUrl(provider);
  const { clientId, clientSecret } = server.client;
  const refresh =
    provider === "oroBank" ? oroBank({ url }) : refreshTokenGrant({ url, clientId, clientSecret });
  const { accessToken, refreshToken } = server.issueTokens(provider);
  server.expireAccessTokens(provider);
  return {
    server,
    tokens: createTokenManager({ refresh, seed: { accessToken, refreshToken } }),
    url: server.resourceUrl(provider),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
