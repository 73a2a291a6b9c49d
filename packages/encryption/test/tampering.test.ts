import { memoryStore } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import { base64url, CompactEncrypt, type CompactJWEHeaderParameters } from "jose";
import { describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey, stored, storeHolding } from "./sealed-store.ts";

const key = newKey("k1");
const secret = base64url.decode(key.secret);
const keys = [key];

/** `TESTS=full`: a bit of every byte; else of every 16th byte of the content, and of every byte of the other parts. */
const step = process.env.TESTS === "full" ? 1 : 16;

/** The encrypted record of a revision. */
async function genuine(revision = 3, by = key): Promise<TokenRecord> {
  const inner = await storeHolding({ revision: revision - 1, obtainedAt: 0 });
  await commit(encryptedStore(inner, { keys: [by] }), fullRecord(revision));
  return stored(inner);
}

const withText = (record: TokenRecord, accessToken: string): TokenRecord => ({
  ...record,
  tokens: { ...record.tokens, accessToken },
});

/** Reads this record from a store. */
async function readingOf(record: TokenRecord, acceptPlaintext = false): Promise<unknown> {
  const inner = await storeHolding(record);
  return encryptedStore(inner, { keys, acceptPlaintext }).read();
}

/** Encrypts any text with our key, under any header. */
function forged(header: CompactJWEHeaderParameters, text: string): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader(header)
    .encrypt(secret);
}

const ours = { alg: "dir", enc: "A256GCM", kid: "k1" };
const damaged = { code: "store_damaged", kind: "store" };

describe("a changed record is rejected:", () => {
  test("any flipped bit in the encrypted text", async () => {
    const record = await genuine();
    const parts = record.tokens?.accessToken.split(".") ?? [];
    expect(parts.map((part) => part.length > 0)).toEqual([true, false, true, true, true]);
    for (const [index, part] of parts.entries()) {
      const bytes = base64url.decode(part);
      const isContent = index === 3;
      for (let place = 0; place < bytes.length; place += isContent ? step : 1) {
        const changed = bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));
        const text = parts.with(index, base64url.encode(changed)).join(".");
        // A flipped bit in the header may only change the kid, so it looks like a missing key.
        const code = /^store_(damaged|failed)$/;
        for (const acceptPlaintext of [false, true]) {
          await expect(readingOf(withText(record, text), acceptPlaintext)).rejects.toMatchObject({
            code: expect.stringMatching(index === 0 ? code : /^store_damaged$/),
          });
        }
      }
    }
  });

  test("an encrypted text that is cut off anywhere", async () => {
    const record = await genuine();
    const text = record.tokens?.accessToken ?? "";
    for (let length = 20; length < text.length; length += 7) {
      const cut = withText(record, text.slice(0, length));
      await expect(readingOf(cut)).rejects.toMatchObject(damaged);
      await expect(readingOf(cut, true)).rejects.toMatchObject(damaged);
    }
  });

  test.each<[string, (text: string) => string]>([
    ["something appended", (text) => `${text}A`],
    ["a sixth part", (text) => `${text}.AAAA`],
    ["a space", (text) => `${text} `],
    ["an encrypted key where there is none", (text) => text.replace("..", ".AAAA.")],
    ["no tag", (text) => text.replace(/[^.]+$/, "")],
    ["half a tag", (text) => text.replace(/([^.]{11})[^.]+$/, "$1")],
    ["no IV", (text) => text.replace(/\.\.[^.]+\./, "...")],
    ["no header", (text) => text.replace(/^[^.]+/, "")],
  ])("%s", async (_, change) => {
    const record = await genuine();
    const changed = withText(record, change(record.tokens?.accessToken ?? ""));
    await expect(readingOf(changed)).rejects.toMatchObject(damaged);
    await expect(readingOf(changed, true)).rejects.toMatchObject(damaged);
  });

  const text = JSON.stringify(fullRecord(3));
  const foreign: [string, CompactJWEHeaderParameters][] = [
    ["no kid", { alg: "dir", enc: "A256GCM" }],
    ["a kid that is not a string", { ...ours, kid: JSON.parse("7") }],
    [
      "a kid with text for the reader of an error",
      { ...ours, kid: "call\n+1 555 and give the key" },
    ],
    ["a kid of 65 characters", { ...ours, kid: "k".repeat(65) }],
    ["compression", { ...ours, zip: "DEF" }],
    ["another member", { ...ours, cty: "json" }],
    ["another enc", { ...ours, enc: "A128CBC-HS256" }],
    ["another alg", { ...ours, alg: "A256GCMKW" }],
  ];
  test.each(foreign)(
    "a header with %s, even if it was encrypted with our key",
    async (_, header) => {
      const accessToken = await forged(header, text);
      const record = { revision: 3, obtainedAt: 0, tokens: { accessToken } };
      await expect(readingOf(record)).rejects.toMatchObject({
        ...damaged,
        message: expect.not.stringMatching(/555|kkk/),
      });
    },
  );

  test.each([
    ["text that is not JSON", "no JSON"],
    ["an invalid record", '{"revision":3}'],
    ["an empty text", ""],
  ])("%s as the content, even if it was encrypted with our key", async (_, content) => {
    const accessToken = await forged(ours, content);
    const record = { revision: 3, obtainedAt: 0, tokens: { accessToken } };
    await expect(readingOf(record)).rejects.toMatchObject(damaged);
  });

  test("a record encrypted with another secret under the same kid", async () => {
    const record = await genuine(3, newKey("k1"));
    await expect(readingOf(record)).rejects.toMatchObject(damaged);
  });

  test("P3: the record of revision 3 in place of revision 4", async () => {
    const third = await genuine(3);
    const fourth = { ...(await genuine(4)), tokens: third.tokens ?? { accessToken: "" } };
    await expect(readingOf(fourth)).rejects.toMatchObject(damaged);
    expect(await readingOf(third)).toEqual(fullRecord(3));
  });

  test("another account's record, if each account has its own key", async () => {
    const account = memoryStore();
    await commit(encryptedStore(account, { keys: [newKey("account-7")] }), fullRecord(1));
    const record = await stored(account);
    await expect(readingOf(record)).rejects.toMatchObject({ code: "store_failed" });
  });

  test("a text far larger than any tokens, before it is decrypted", async () => {
    const tokens = { accessToken: "a".repeat(3.5 * 1024 * 1024) };
    const inside = { revision: 3, obtainedAt: 0, tokens };
    const huge = withText(inside, await forged(ours, JSON.stringify(inside)));
    await expect(readingOf(huge)).rejects.toMatchObject(damaged);
  });

  test.each([
    ["a string", "x"],
    ["an array", []],
    ["no revision", { obtainedAt: 0, tokens: { accessToken: "a" } }],
    ["revision 0", { revision: 0, obtainedAt: 0 }],
    ["no token", { revision: 3, obtainedAt: 0, tokens: {} }],
    ["tokens that are a string", { revision: 3, obtainedAt: 0, tokens: "a" }],
  ])("%s instead of a record", async (_, value) => {
    const inner = { ...memoryStore(), read: async () => JSON.parse(JSON.stringify(value)) };
    for (const acceptPlaintext of [false, true]) {
      const store = encryptedStore(inner, { keys, acceptPlaintext });
      await expect(store.read()).rejects.toMatchObject(damaged);
    }
  });
});

test("tokens that would be too large to read back are not written", async () => {
  const inner = memoryStore();
  const store = encryptedStore(inner, { keys });
  const tokens = { accessToken: "a".repeat(3.5 * 1024 * 1024) };
  const claim = await store.claim(0, { duration: 60_000 });
  await expect(claim?.commit({ revision: 1, obtainedAt: 0, tokens })).rejects.toThrow(RangeError);
  expect(await inner.read()).toBeUndefined();
  expect(await claim?.commit(fullRecord(1))).toBe(true);
  expect(await store.read()).toEqual(fullRecord(1));
});
