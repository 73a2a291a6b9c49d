import { memoryStore } from "@refresh-once/core";
import { parseTokenRecord } from "@refresh-once/core/store";
import { base64url, CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey, sealedText, stored, storeHolding } from "./sealed-store.ts";

const key = newKey("2026-11");
const secret = base64url.decode(key.secret);

describe("a stored record", () => {
  test("is a compact JWE (dir, A256GCM) that any JWE library can decrypt with the key", async () => {
    const inner = memoryStore();
    await commit(encryptedStore(inner, { keys: [key] }), fullRecord(1));
    const jwe = await sealedText(inner);
    expect(decodeProtectedHeader(jwe)).toEqual({ alg: "dir", enc: "A256GCM", kid: "2026-11" });
    const { plaintext } = await compactDecrypt(jwe, secret);
    const record = parseTokenRecord(new TextDecoder().decode(plaintext), "the JWE");
    expect(record).toEqual(fullRecord(1));
  });

  test("has an unencrypted revision, times and seed hashes, and nothing else", async () => {
    const inner = memoryStore();
    await commit(encryptedStore(inner, { keys: [key] }), fullRecord(1));
    const accessToken = await sealedText(inner);
    expect(await stored(inner)).toEqual({
      revision: 1,
      obtainedAt: 1_700_000_000_000,
      tokens: {
        accessToken,
        expiresAt: 1_700_000_300_000,
        refreshTokenExpiresAt: 1_700_900_000_000,
      },
      seeds: ["hash-of-a-seed"],
    });
  });

  test("has no expiry times if the tokens have none", async () => {
    const inner = memoryStore();
    const record = { revision: 1, obtainedAt: 5, tokens: { accessToken: "a" } };
    await commit(encryptedStore(inner, { keys: [key] }), record);
    const { tokens } = await stored(inner);
    expect(Object.keys(tokens ?? {})).toEqual(["accessToken"]);
  });

  test("is different each time, even for the same tokens", async () => {
    const sealedOnce = async () => {
      const inner = memoryStore();
      await commit(encryptedStore(inner, { keys: [key] }), fullRecord(1));
      return sealedText(inner);
    };
    expect(await sealedOnce()).not.toBe(await sealedOnce());
  });
});

describe("a record that is read", () => {
  test("may be encrypted by another JWE library, and its unencrypted fields are ignored", async () => {
    const text = new TextEncoder().encode(JSON.stringify(fullRecord(3)));
    const accessToken = await new CompactEncrypt(text)
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: key.kid })
      .encrypt(secret);
    const readable = { expiresAt: 1, refreshTokenExpiresAt: 2 };
    const inner = await storeHolding({
      revision: 3,
      obtainedAt: 7,
      tokens: { accessToken, ...readable },
    });
    expect(await encryptedStore(inner, { keys: [key] }).read()).toEqual(fullRecord(3));
  });

  test("equals the committed one, even without tokens", async () => {
    const inner = memoryStore();
    const store = encryptedStore(inner, { keys: [key] });
    expect(await store.read()).toBeUndefined();
    await commit(store, fullRecord(1));
    expect(await store.read()).toEqual(fullRecord(1));
    const cleared = { revision: 2, obtainedAt: 0, seeds: ["hash-of-a-seed"] };
    await commit(store, cleared);
    expect(await store.read()).toEqual(cleared);
  });

  test("may be encrypted with a key in any accepted form", async () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
    const forms = [
      bytes,
      Buffer.from(bytes),
      Buffer.from(bytes).toString("base64"),
      Buffer.from(bytes).toString("base64url"),
      `${Buffer.from(bytes).toString("base64")}\n`,
    ];
    expect(forms[2]).toMatch(/[+/].*=$/);
    const inner = memoryStore();
    await commit(encryptedStore(inner, { keys: [{ kid: "k", secret: bytes }] }), fullRecord(1));
    for (const form of forms) {
      const store = encryptedStore(inner, { keys: [{ kid: "k", secret: form }] });
      expect(await store.read()).toEqual(fullRecord(1));
    }
  });
});
