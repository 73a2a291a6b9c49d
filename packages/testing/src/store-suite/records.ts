import type { TokenRecord, TokenSet } from "@refresh-once/core";

/** An ordinary record of a revision; `by` tells those of several committers apart. */
export function recordOf(revision: number, by = ""): TokenRecord {
  return withTokens(revision, {
    accessToken: `access-${revision}${by}`,
    refreshToken: `refresh-${revision}${by}`,
  });
}

/** A record with the given tokens. */
export function withTokens(revision: number, tokens: TokenSet): TokenRecord {
  return { revision, tokens, obtainedAt: 1_750_000_000_000 + revision };
}

/** A record with the given tokens in `extra`. */
export function withExtra(revision: number, extra: Record<string, unknown>): TokenRecord {
  return withTokens(revision, { accessToken: "access", refreshToken: "refresh", extra });
}

/** A record in which every field is there. */
export function fullRecord(revision: number): TokenRecord {
  return {
    revision,
    tokens: {
      accessToken: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
      refreshToken: "8xLOxBtZp8",
      expiresAt: 1_750_000_300_000,
      refreshTokenExpiresAt: 1_751_209_600_000,
      tokenType: "Bearer",
      scope: "accounts payments:write",
      extra: { id_token: "eyJ.e30.x", user_id: 7, roles: ["a", "b"], nested: { deep: [null] } },
    },
    obtainedAt: 1_750_000_000_123,
    unanswered: 1,
    refusal: { code: "in_doubt", message: "The refresh token is in doubt. Log in again." },
    seeds: ["IPBvrPfxXTcDFZVPmBpAzQ", "qqi1MV5SEeuEHQE1b5FzLw"],
  };
}
