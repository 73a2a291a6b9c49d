import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { TokenRecord } from "@refresh-once/core/store";
import type { CaseGroup } from "./case-group.ts";
import { commit, stored } from "./claiming.ts";
import { everywhere, oddTexts, withExtra, withTokens } from "./records.ts";
import type { TestedAccount } from "./tested-account.ts";

const edges = [0, 0.1, -1.5, 1e21, 5e-324, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), Number.MAX_VALUE];

const nested = {
  empty: {},
  none: [],
  list: [[], {}, [[]], null, "", 0, false],
  nothing: null,
  isTrue: true,
  "": "an empty name",
  "a.b": { $where: 1, "c d": 2 },
};

/** An object with property names of `Object.prototype`. An assignment would lose `__proto__`. */
const prototypeNames: unknown = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":1,"toString":"x","inner":{"__proto__":2}}',
);

/**
 * Asserts that a record is stored unchanged. It does not use `deepEqual`, which needs minutes to format the
 * difference of large strings.
 */
async function assertPreserved(account: TestedAccount, record: TokenRecord, what: string) {
  await commit(await account.open(), record);
  const found = await stored(account);
  assert.ok(isDeepStrictEqual(found, record), `A record with ${what} was changed`);
}

const texts: CaseGroup = Object.fromEntries(
  Object.entries(oddTexts).map(([what, text]) => [
    `${what} are preserved in every string`,
    (account: TestedAccount) => assertPreserved(account, everywhere(text, 1), what),
  ]),
);

/** A record is stored unchanged, whatever it contains. */
export const values: CaseGroup = {
  ...texts,

  "1 MiB in extra is preserved": async (account) => {
    const text = "0123456789abcdef".repeat(65_536);
    await assertPreserved(account, withExtra(1, { id_token: text }), "1 MiB of extra");
    await assertPreserved(account, withExtra(2, { small: true }), "less than before");
  },

  "1 MiB of non-ASCII text is preserved": async (account) => {
    const text = "é€😀".repeat(116_508);
    await assertPreserved(account, withExtra(1, { text }), "1 MiB of non-ASCII text");
  },

  "extreme numbers are preserved": async (account) => {
    await assertPreserved(account, withExtra(1, { edges }), "numbers at the edges");
    const ends = { expiresAt: 0.5, refreshTokenExpiresAt: 8.64e15 };
    await assertPreserved(account, withTokens(2, { accessToken: "a", ...ends }), "odd times");
    await assertPreserved(
      account,
      { ...withTokens(3, { accessToken: "a", expiresAt: -1 }), obtainedAt: 0, unanswered: 2 },
      "times long ago",
    );
  },

  "empty and nested values are preserved": (account) =>
    assertPreserved(account, withExtra(1, nested), "empty and nested values"),

  "an empty extra, an empty string and an empty array are preserved": (account) =>
    assertPreserved(
      account,
      { ...withTokens(1, { accessToken: "", refreshToken: "r", extra: {} }), seeds: [] },
      "empty fields",
    ),

  "names of Object.prototype are preserved": (account) =>
    assertPreserved(account, withExtra(1, { prototypeNames }), "names that every object has"),

  "a deeply nested extra is preserved": async (account) => {
    const deep: unknown = JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`);
    await assertPreserved(account, withExtra(1, { deep }), "200 lists in each other");
  },
};
