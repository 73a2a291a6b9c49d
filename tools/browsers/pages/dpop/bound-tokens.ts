import { browserStore } from "@refresh-once/browser";
import { createTokenManager, type TokenManager } from "@refresh-once/core";
import type { Dpop } from "@refresh-once/dpop";
import { refreshTokenGrant } from "@refresh-once/providers";

/** A manager of bound tokens, with the store that all contexts of the origin share. */
export function boundTokens(dpop: Dpop, key: string): TokenManager {
  const { clientId, clientSecret } = CLIENT;
  const url = `${location.origin}/rfc6749/token`;
  return createTokenManager({
    refresh: dpop.refresh((fetch) => refreshTokenGrant({ url, clientId, clientSecret, fetch })),
    store: browserStore({ key }),
  });
}
