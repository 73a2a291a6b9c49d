import { createTokenManager, memoryStore } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import { describe, expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { commit, fullRecord, newKey, sealedText, stored, storeHolding } from "./sealed-store.ts";

const key = newKey("k1");

async function sealed(by = key): Promise<TokenRecord> {
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys: [by] }), fullRecord(1));
  return stored(inner);
}

/** Changes the first character of the tag, because the last one has unused bits. */
async function changed(): Promise<TokenRecord> {
  const record = await sealed();
  const text = await sealedText(await storeHolding(record));
  const accessToken = text.replace(/\.([^.])([^.]+)$/, (_, first: string, rest: string) =>
    [".", first === "A" ? "B" : "A", rest].join(""),
  );
  return { ...record, tokens: { accessToken } };
}

const unreadable: [string, () => Promise<TokenRecord>, string][] = [
  ["encrypted with a missing key", () => sealed(newKey("k0")), "store_failed"],
  ["encrypted with another secret under the same kid", () => sealed(newKey("k1")), "store_damaged"],
  ["changed", changed, "store_damaged"],
  ["from another revision", async () => ({ ...(await sealed()), revision: 2 }), "store_damaged"],
  ["not encrypted", async () => fullRecord(1), "store_damaged"],
];

/** A manager with a seed, over a store that holds this record. */
async function managerOver(record: TokenRecord) {
  const { server, refresh } = await openBank();
  const inner = await storeHolding(record);
  const store = encryptedStore(inner, { keys: [key] });
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  return { server, inner, tokens: createTokenManager({ refresh, store, seed, revoke }) };
}

const revoke = async () => {};

describe.each(unreadable)("P3: a record that is %s", (_, record, code) => {
  test("P9: is not replaced by the seed, and costs no call of the token endpoint", async () => {
    const { server, inner, tokens } = await managerOver(await record());
    const before = await inner.read();
    await expect(tokens.get()).rejects.toMatchObject({ code });
    await expect(tokens.get()).rejects.toMatchObject({ code });
    expect(await inner.read()).toBe(before);
    expect(server.counters("vault").tokenRequests).toBe(0);
  });

  test("is not overwritten by a login, clear() or revoke()", async () => {
    const { inner, tokens } = await managerOver(await record());
    const before = await inner.read();
    const login = { accessToken: "a", refreshToken: "r" };
    await expect(tokens.set(login)).rejects.toMatchObject({ code });
    await expect(tokens.clear()).rejects.toMatchObject({ code });
    await expect(tokens.revoke()).rejects.toMatchObject({ code });
    expect(await inner.read()).toBe(before);
  });
});

test("P3: with the right key the tokens are back, and the seed is still not used", async () => {
  const { server, refresh } = await openBank();
  const inner = memoryStore();
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  const managerWith = (by: typeof key) =>
    createTokenManager({ refresh, seed, store: encryptedStore(inner, { keys: [by] }) });
  const first = await managerWith(key).get();
  await expect(managerWith(newKey("k2")).get()).rejects.toMatchObject({ code: "store_failed" });
  expect(await managerWith(key).get()).toEqual(first);
  expect(server.counters("vault")).toMatchObject({ tokenRequests: 1, reuses: 0 });
});

test("P3: a process without encryption does not replace an encrypted record with its seed", async () => {
  const { server, refresh } = await openBank();
  const inner = memoryStore();
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  const sealing = encryptedStore(inner, { keys: [key] });
  await createTokenManager({ refresh, store: sealing, seed }).get();
  const before = await inner.read();

  const plain = createTokenManager({ refresh, store: inner, seed });
  await expect(plain.renew(await plain.get())).rejects.toMatchObject({ kind: "terminal" });
  expect((await inner.read())?.tokens).toEqual(before?.tokens);
  expect(server.counters("vault").reuses).toBe(0);
});
