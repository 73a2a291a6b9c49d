import { Auth0Client } from "@auth0/auth0-spa-js";
import type { Peer } from "./peer.ts";

/** auth0-spa-js with rotating refresh tokens in localStorage, which all tabs share. */
export function auth0(key: string): Peer {
  const client = new Auth0Client({
    domain: location.origin,
    clientId: key,
    useRefreshTokens: true,
    cacheLocation: "localstorage",
    authorizationParams: { scope: "openid offline_access" },
  });
  return {
    async signIn({ accessToken, refreshToken }) {
      // Seconds. The client considers a token expired a minute before its end.
      const expires_in = accessToken === undefined ? 1 : 300;
      await client.loginWithCustomTokenExchange({
        subject_token: JSON.stringify({
          access_token: accessToken ?? "expired",
          refresh_token: refreshToken,
          expires_in,
        }),
        subject_token_type: "urn:refresh-once:login",
        scope: "openid offline_access",
      });
    },
    get: async () => (await client.getTokenSilently()) ?? "",
    renew: async () => (await client.getTokenSilently({ cacheMode: "off" })) ?? "",
  };
}
