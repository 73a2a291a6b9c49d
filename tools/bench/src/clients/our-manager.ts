import { createTokenManager, type TokenManager, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { refreshTokenGrant } from "@refresh-once/providers";
import type { Setting } from "./contender.ts";

/** A manager as the README has it; in memory, unless there is a file. */
export function ourManager({ account, path, onTokens }: Setting): TokenManager {
  const { accessToken, refreshToken, tokenUrl: url, clientId, clientSecret } = account;
  return createTokenManager({
    refresh: refreshTokenGrant({ url, clientId, clientSecret }),
    seed: { accessToken, refreshToken },
    refreshDeadline: 60_000,
    ...(path && { store: tellingCommits(fileStore(`${path}.store`), onTokens) }),
    onEvent: ({ type }) => {
      if (type === "refreshed" || type === "adopted") onTokens?.("in use");
    },
  });
}

/** An event comes later than the commit that it is about, and others may have read the file by then. */
function tellingCommits(store: TokenStore, onTokens: Setting["onTokens"]): TokenStore {
  return {
    ...(store.subscribe && { subscribe: store.subscribe.bind(store) }),
    read: () => store.read(),
    async claim(revision, lease) {
      const claim = await store.claim(revision, lease);
      return (
        claim && {
          ...(claim.abandoned && { abandoned: claim.abandoned }),
          commit(next) {
            onTokens?.("committing");
            return claim.commit(next);
          },
          release: () => claim.release(),
        }
      );
    },
  };
}
