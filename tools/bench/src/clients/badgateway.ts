import { readFileSync, writeFileSync } from "node:fs";
import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import type { Setting } from "./contender.ts";
import { isTokens } from "./token-call.ts";

/** As its README has it, with its two functions for a file where there is one. */
export function badgatewayFetch({ account, fetch, path, onTokens }: Setting): typeof fetch {
  const { accessToken, refreshToken, tokenUrl, clientId, clientSecret } = account;
  const client = new OAuth2Client({
    server: tokenUrl,
    tokenEndpoint: tokenUrl,
    clientId,
    clientSecret,
    authenticationMethod: "client_secret_post",
  });
  const seed = { accessToken, refreshToken, expiresAt: null };
  const wrapper = new OAuth2Fetch({
    client,
    getNewToken: () => null,
    getStoredToken: () => (path ? { ...seed, ...readTokens(path) } : seed),
    storeToken: (token) => {
      onTokens?.("committing");
      if (path) writeFileSync(path, JSON.stringify(token), { mode: 0o600 });
      onTokens?.("in use");
    },
  });
  const send = wrapper.mw();
  return (input, init) => send(new Request(input, init), fetch);
}

function readTokens(path: string) {
  const found: unknown = JSON.parse(readFileSync(path, "utf8"));
  return isTokens(found) ? found : undefined;
}
