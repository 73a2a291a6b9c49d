import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenManager, memoryStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { describe, expect, onTestFinished, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { claimOf, commit, fullRecord, lease, newKey, sealedText } from "./sealed-store.ts";
import { suitePart } from "./suite-part.ts";

const gcm = { name: "AES-GCM", length: 256 } as const;
const uses = ["encrypt", "decrypt"] as const;

/** A key whose bytes no script can read. */
function hiddenKey() {
  return crypto.subtle.generateKey(gcm, false, uses);
}

describe("a CryptoKey that cannot be extracted", async () => {
  const secret = await hiddenKey();
  const inner = memoryStore();
  const store = encryptedStore(inner, { keys: [{ kid: "device", secret: () => secret }] });
  const stores = new Map<string, ReturnType<typeof memoryStore>>();
  const suite = suitePart((key) => {
    const inner = stores.get(key) ?? memoryStore();
    stores.set(key, inner);
    return encryptedStore(inner, { keys: [{ kid: "device", secret }] });
  });
  for (const { name, run } of suite) test.concurrent(name, run);

  test("encrypts and decrypts", async () => {
    await commit(store, fullRecord(1));
    expect(await sealedText(inner)).not.toContain("refresh-1");
    expect(await store.read()).toEqual(fullRecord(1));
  });

  test("P10: that is another one is store_damaged, says what to do, and overwrites nothing", async () => {
    const before = await sealedText(inner);
    const other = encryptedStore(inner, { keys: [{ kid: "device", secret: hiddenKey }] });
    const tokens = createTokenManager({
      refresh: async () => ({ accessToken: "a" }),
      store: other,
    });
    await expect(tokens.get()).rejects.toMatchObject({
      code: "store_damaged",
      message: expect.stringMatching(/delete the record and log in again/),
    });
    expect(await sealedText(inner)).toBe(before);
  });
});

test("the bytes of a secret and a CryptoKey of the same bytes decrypt each other's records", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = await crypto.subtle.importKey("raw", bytes, gcm, false, uses);
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys: [{ kid: "k", secret: bytes }] }), fullRecord(1));
  const store = encryptedStore(inner, { keys: [{ kid: "k", secret }] });
  expect(await store.read()).toEqual(fullRecord(1));
  await commit(store, fullRecord(2));
  const again = encryptedStore(inner, { keys: [newKey("new"), { kid: "k", secret: bytes }] });
  expect(await again.read()).toEqual(fullRecord(2));
});

test("the file store keeps no journal with a CryptoKey, because Web Crypto is asynchronous", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const inner = fileStore(join(folder, "tokens.json"));
  const store = encryptedStore(inner, { keys: [{ kid: "k", secret: await hiddenKey() }] });
  const claim = await claimOf(store, 0);
  expect(claim.journal).toBeUndefined();
  expect(await claim.commit(fullRecord(1))).toBe(true);
  expect(await store.read()).toEqual(fullRecord(1));
});

test("P2: a function that gives no key fails before the refresh token is spent", async () => {
  const { server, refresh } = await openBank();
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  const secret = () => "no key";
  // @ts-expect-error: it must return a CryptoKey
  const store = encryptedStore(memoryStore(), { keys: [{ kid: "k", secret }] });
  const tokens = createTokenManager({ refresh, store, seed });
  await expect(tokens.get()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringContaining('"keys[0].secret" must return a CryptoKey'),
  });
  expect(server.counters("vault").tokenRequests).toBe(0);
});

test("the records of one claim have the key that was tried before the claim", async () => {
  const keys = [await hiddenKey(), await hiddenKey()];
  const inner = memoryStore();
  const secret = () => keys[0] ?? Promise.reject(new Error("no key is left"));
  const store = encryptedStore(inner, { keys: [{ kid: "k", secret }] });
  const claim = await store.claim(0, lease);
  const [used] = keys.splice(0);
  expect(await claim?.commit(fullRecord(1))).toBe(true);
  keys.push(...(used ? [used] : []));
  expect(await store.read()).toEqual(fullRecord(1));
});

test.each([
  ["128 bits", { name: "AES-GCM", length: 128 }, uses],
  ["another algorithm", { name: "AES-CBC", length: 256 }, uses],
  ["no right to decrypt", gcm, ["encrypt"] as const],
])("a CryptoKey of %s is a TypeError", async (_, algorithm, usages) => {
  const secret = await crypto.subtle.generateKey(algorithm, false, usages);
  const call = () => encryptedStore(memoryStore(), { keys: [{ kid: "k", secret }] });
  expect(call).toThrow(TypeError);
  expect(call).toThrow('encryptedStore: "keys[0].secret" must be ');
});

test("watch is that of the store", () => {
  const ended: string[] = [];
  const watched = { ...memoryStore(), watch: () => () => void ended.push("ended") };
  const stop = encryptedStore(watched, { keys: [newKey("k")] }).watch?.(() => {});
  stop?.();
  expect(ended).toEqual(["ended"]);
  expect(encryptedStore(memoryStore(), { keys: [newKey("k")] })).not.toHaveProperty("watch");
});
