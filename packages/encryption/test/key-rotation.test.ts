import { memoryStore } from "@refresh-once/core";
import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey, sealedText } from "./sealed-store.ts";

const former = newKey("2025");
const next = newKey("2026");

test("keys are rotated while the service runs: read by both, written by the first", async () => {
  const inner = memoryStore();
  const kid = async () => decodeProtectedHeader(await sealedText(inner)).kid;
  await commit(encryptedStore(inner, { keys: [former] }), fullRecord(1));

  // Every process learns to read the new key before one writes with it.
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

test("P10: a key that was taken away too early is named, and nothing is overwritten", async () => {
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys: [former] }), fullRecord(1));
  const before = await inner.read();
  await expect(encryptedStore(inner, { keys: [next] }).read()).rejects.toMatchObject({
    code: "store_failed",
    message: expect.stringMatching(/the key "2025".*Nothing was overwritten; add that key/),
  });
  expect(await inner.read()).toBe(before);
});
