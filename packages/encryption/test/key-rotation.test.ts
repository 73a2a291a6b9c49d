import { memoryStore } from "@refresh-once/core";
import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey, sealedText } from "./sealed-store.ts";

const former = newKey("2025");
const next = newKey("2026");

test("keys can be rotated while the service runs: both keys decrypt, the first one encrypts", async () => {
  const inner = memoryStore();
  const kid = async () => decodeProtectedHeader(await sealedText(inner)).kid;
  await commit(encryptedStore(inner, { keys: [former] }), fullRecord(1));

  // Every process must be able to decrypt with the new key before one encrypts with it.
  const learning = encryptedStore(inner, { keys: [former, next] });
  const rotated = encryptedStore(inner, { keys: [next, former] });
  expect(await rotated.read()).toEqual(fullRecord(1));
  expect(await kid()).toBe("2025");

  await commit(rotated, fullRecord(2));
  expect(await kid()).toBe("2026");
  expect(await learning.read()).toEqual(fullRecord(2));
  await commit(learning, fullRecord(3));
  expect(await kid()).toBe("2025");
  expect(await rotated.read()).toEqual(fullRecord(3));

  await commit(rotated, fullRecord(4));
  expect(await encryptedStore(inner, { keys: [next] }).read()).toEqual(fullRecord(4));
});

test("P10: the error names a key that was removed too early, and nothing is overwritten", async () => {
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys: [former] }), fullRecord(1));
  const before = await inner.read();
  await expect(encryptedStore(inner, { keys: [next] }).read()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringMatching(/the key "2025".*Nothing was overwritten. Add that key/),
  });
  expect(await inner.read()).toBe(before);
});
