import {
  createTokenManager,
  type RefreshFunction,
  type TokenManager,
  type TokenStore,
} from "@refresh-once/core";
import { refreshTokenGrant } from "@refresh-once/providers";
import type { Target } from "./protocol.ts";

/** @param send sends the requests, if they are not plain ones */
export function refreshOf(
  { tokenUrl, clientId, clientSecret }: Target,
  send?: typeof fetch,
): RefreshFunction {
  return refreshTokenGrant({
    url: tokenUrl,
    clientId,
    clientSecret,
    ...(send && { fetch: send }),
  });
}

/** The account that has just logged in. */
export function openAccount(
  target: Target,
  options: { readonly store?: TokenStore; readonly refresh?: RefreshFunction } = {},
): TokenManager {
  return createTokenManager({ refresh: refreshOf(target), seed: target.login, ...options });
}

/** Where the token belongs. */
export function homeOf({ resourceUrl }: Target) {
  return { origin: resourceUrl, baseUrl: resourceUrl };
}

/** Where it does not. */
export function abroadOf({ resourceUrl, foreignUrl }: Target) {
  return { origin: resourceUrl, baseUrl: foreignUrl };
}
