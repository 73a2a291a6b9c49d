import { createTokenManager, memoryStore } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { commit, fullRecord, newKey, sealedText, stored, storeHolding } from "./sealed-store.ts";

const keys = [newKey("k1")];

describe("a store that is not encrypted yet", () => {
  test.each([
    ["with tokens", fullRecord(3)],
    ["without", { revision: 3, obtainedAt: 0 }],
  ])("%s is refused, with what to do; it stays as it is", async (_, record) => {
    const inner = await storeHolding(record);
    await expect(encryptedStore(inner, { keys }).read()).rejects.toMatchObject({
      code: "store_damaged",
      message: expect.stringContaining("`acceptPlaintext: true`"),
    });
    expect(await inner.read()).toStrictEqual(record);
  });

  test("is read with acceptPlaintext, and encrypted by the next refresh", async () => {
    const { server, refresh } = await openBank();
    const inner = memoryStore();
    const seed = { refreshToken: server.issueRefreshToken("vault") };
    await createTokenManager({ refresh, store: inner, seed }).get();
    const plain = await stored(inner);

    const store = encryptedStore(inner, { keys, acceptPlaintext: true });
    const tokens = createTokenManager({ refresh, store, seed });
    expect(await tokens.get()).toEqual(plain.tokens);
    expect(await inner.read()).toBe(plain);

    const renewed = await tokens.renew(plain.tokens ?? { accessToken: "" });
    expect(await sealedText(inner)).toMatch(/^eyJhbGciOiJkaXIi/);
    const strict = encryptedStore(inner, { keys });
    expect(await strict.read()).toMatchObject({ revision: plain.revision + 1, tokens: renewed });
    expect(server.counters("vault")).toMatchObject({ refreshes: 2, reuses: 0 });
  });

  test("is read even if its access token is itself a JWE, as with some providers", async () => {
    const other = memoryStore();
    await commit(encryptedStore(other, { keys: [newKey("theirs")] }), fullRecord(1));
    const tokens = { accessToken: await sealedText(other), refreshToken: "r" };
    const record = { revision: 3, obtainedAt: 0, tokens };
    const inner = await storeHolding(record);
    expect(await encryptedStore(inner, { keys, acceptPlaintext: true }).read()).toEqual(record);
  });
});

test("with acceptPlaintext, encrypted records are still decrypted and verified", async () => {
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys }), fullRecord(1));
  const store = encryptedStore(inner, { keys, acceptPlaintext: true });
  expect(await store.read()).toEqual(fullRecord(1));
  const stranger = encryptedStore(inner, { keys: [newKey("k1")], acceptPlaintext: true });
  await expect(stranger.read()).rejects.toMatchObject({ code: "store_damaged" });
});
