import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { base64url } from "jose";
import { describe, expect, test } from "vitest";
import { type EncryptionOptions, encryptedStore } from "../src/index.ts";
import { commit, fullRecord, newKey, stored, storeHolding } from "./sealed-store.ts";

const keys = [newKey("k1")];
const damaged = { code: "store_damaged", kind: "store" };

/** A store with the first record of an account. */
async function written(
  options: Omit<EncryptionOptions, "keys">,
  inner: TokenStore = memoryStore(),
) {
  await commit(encryptedStore(inner, { keys, ...options }), fullRecord(1));
  return inner;
}

/** Reads the record of one store in the place of another account's. */
async function moved(from: TokenStore, options: Omit<EncryptionOptions, "keys">) {
  return encryptedStore(await storeHolding(await stored(from)), { keys, ...options }).read();
}

describe("a record with `account`", () => {
  test("is read by the same account", async () => {
    const alice = await written({ account: "alice" });
    expect(await moved(alice, { account: "alice" })).toEqual(fullRecord(1));
  });

  test("is rejected in the place of another account's record", async () => {
    const alice = await written({ account: "alice" });
    await expect(moved(alice, { account: "bob" })).rejects.toMatchObject({
      ...damaged,
      message: expect.stringContaining("it belongs to another account"),
    });
    await expect(moved(alice, { account: "bob", acceptUnbound: true })).rejects.toMatchObject(
      damaged,
    );
  });

  test("is rejected if the account in its header was changed", async () => {
    const alice = await written({ account: "alice" });
    const record = await stored(alice);
    const [header = "", ...rest] = record.tokens?.accessToken.split(".") ?? [];
    const text = new TextDecoder().decode(base64url.decode(header));
    const accessToken = [base64url.encode(text.replace("alice", "bob")), ...rest].join(".");
    const inner = await storeHolding({ ...record, tokens: { ...record.tokens, accessToken } });
    await expect(encryptedStore(inner, { keys, account: "bob" }).read()).rejects.toMatchObject(
      damaged,
    );
  });

  test("is bound as well if a journal writes it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "refresh-once-bound-"));
    const inner = fileStore(join(folder, "tokens.json"));
    const claim = await encryptedStore(inner, { keys, account: "alice" }).claim(0, {
      duration: 60_000,
    });
    claim?.journal?.(fullRecord(1));
    expect(await claim?.commit(fullRecord(1))).toBe(true);
    expect(await moved(inner, { account: "alice" })).toEqual(fullRecord(1));
    await expect(moved(inner, { account: "bob" })).rejects.toMatchObject(damaged);
  });

  test("is read by a process that was not given the option yet", async () => {
    expect(await moved(await written({ account: "alice" }), {})).toEqual(fullRecord(1));
  });
});

describe("a record without `account`", () => {
  test("is rejected by a store with it, and the error names `acceptUnbound`", async () => {
    await expect(moved(await written({}), { account: "alice" })).rejects.toMatchObject({
      ...damaged,
      message: expect.stringContaining("acceptUnbound"),
    });
  });

  test("is read with `acceptUnbound`, and bound by the next commit", async () => {
    const inner = await written({});
    const store = encryptedStore(inner, { keys, account: "alice", acceptUnbound: true });
    expect(await store.read()).toEqual(fullRecord(1));
    await commit(store, fullRecord(2));
    expect(await moved(inner, { account: "alice" })).toEqual(fullRecord(2));
    await expect(moved(inner, { account: "bob", acceptUnbound: true })).rejects.toMatchObject(
      damaged,
    );
  });
});
