import type { TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";

/** A simple record of a revision; `by` distinguishes the records of several committers. */
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

/** A record with every possible field. */
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
    retry: {
      code: "in_doubt",
      reason: "no answer within 30000 ms",
      at: 1_750_000_060_000,
      wait: 60_000,
      mayProbe: true,
    },
    refusal: { code: "in_doubt", message: "The refresh token is in doubt. Log in again." },
    seeds: ["IPBvrPfxXTcDFZVPmBpAzQ", "qqi1MV5SEeuEHQE1b5FzLw"],
    epochs: ["m4x1q0hs5k2", "m4x9zt1c7ab"],
    coolsUntil: 1_750_000_010_000,
  };
}

/** A record with these epochs, the current one last. */
export function recordIn(epochs: readonly string[], revision: number, by = ""): TokenRecord {
  return { ...recordOf(revision, by), epochs };
}

/** A record with the same string in every field that comes from a provider. */
export function everywhere(text: string, revision: number): TokenRecord {
  const tokens = { accessToken: text, refreshToken: text, tokenType: text, scope: text };
  return {
    ...withTokens(revision, { ...tokens, extra: { [text]: text, list: [text] } }),
    refusal: { code: "invalid_grant", message: text },
    seeds: [text],
  };
}

/** Strings that a database or its client may change. */
export const oddTexts = {
  quotes: `'"\`; DROP TABLE tokens; -- $1 :key ? {{x}} %s \\ \\u0041`,
  "line ends": "\n\r\n\t\u000b\f\b\u001b[0m ",
  NUL: "a\u0000b\u0000",
  emoji: "👩‍👩‍👧‍👦🇺🇳😀",
  "lone surrogates": "\ud800a\udfff",
  "combining forms": "e\u0301 \u00e9 \u1100\u1161 \uac00 A\u030a \u212b",
  "separators and marks": "\u2028\u2029\u00a0\ufeff\u200b\u202e\ufffd\uffff",
  "white space at both ends": "  \t x \n ",
} as const;
