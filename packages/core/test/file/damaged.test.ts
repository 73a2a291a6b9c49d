import { execFileSync } from "node:child_process";
import { mkdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { createTokenManager } from "../../src/index.ts";
import { StrictEndpoint } from "../strict-endpoint.ts";
import { lease, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** The error of a manager that needs a refresh. Fails if a token was sent. */
async function failureAt(path: string): Promise<unknown> {
  const endpoint = new StrictEndpoint();
  const tokens = createTokenManager({
    refresh: endpoint.refresh,
    store: fileStore(path),
    seed: { refreshToken: "r0" },
  });
  const failure = await tokens.get().catch((reason: unknown) => reason);
  expect(endpoint.received).toEqual([]);
  return failure;
}

describe("a damaged file", () => {
  const whole = JSON.stringify({ format: 1, ...record(1) });

  test.each([
    ["empty", ""],
    ["truncated", whole.slice(0, -10)],
    ["garbage", "\u0000\u0001"],
    ["another program's", '{"access_token":"x"}'],
    ["of a newer format", JSON.stringify({ ...record(1), format: 2 })],
    ["without a revision", JSON.stringify({ format: 1, obtainedAt: 1 })],
    ["with a token that is not a string", whole.replace('"a1"', "7")],
  ])("that is %s is reported, costs no token and is not changed", async (_, content) => {
    await writeFile(store.path, content);
    const failure = await failureAt(store.path);
    expect(failure).toMatchObject({ code: "store_damaged", kind: "store" });
    expect(String(failure)).toContain(store.path);
    expect(await readFile(store.path, "utf8")).toBe(content);
  });

  test("is recognised wherever it is cut off", async () => {
    await store.commit(1);
    const bytes = await readFile(store.path);
    // The last byte is the newline, which may be missing.
    for (let length = 0; length < bytes.length - 1; length++) {
      const rest = bytes.subarray(0, length);
      await writeFile(store.path, rest);
      expect(await failureAt(store.path), `${length} bytes`).toMatchObject({
        code: "store_damaged",
      });
      expect(await readFile(store.path)).toEqual(rest);
    }
    await writeFile(store.path, bytes.subarray(0, -1));
    expect(await fileStore(store.path).read()).toEqual(record(1));
  });

  test("of 100 MB is not read into memory", async () => {
    await writeFile(store.path, whole);
    await truncate(store.path, 100 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(await failureAt(store.path)).toMatchObject({ code: "store_damaged" });
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
    expect((await stat(store.path)).size).toBe(100 * 1024 * 1024);
  });

  test("that is a device or a pipe without a writer does not block a refresh", async () => {
    execFileSync("mkfifo", [store.path]);
    for (const path of [store.path, "/dev/zero"]) {
      const failure = await failureAt(path);
      expect(failure).toMatchObject({ code: "store_damaged" });
      expect(String(failure)).toContain(path);
    }
  });

  test("that cannot be created is a store_failed error that says why", async () => {
    const nowhere = fileStore("/proc/refresh-once/tokens.json");
    await expect(nowhere.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });

  test("that is a folder, or lies below a file, is a TokenError that names it", async () => {
    await mkdir(store.path);
    await expect(fileStore(store.path).read()).rejects.toMatchObject({ code: "store_damaged" });
    await writeFile(join(store.folder, "file"), "");
    const below = fileStore(join(store.folder, "file", "tokens.json"));
    await expect(below.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });
});

describe("a file that this library has written can be read by it:", () => {
  test("a deeply nested reply of 6 kB does not become a file of 18 MB", async () => {
    const extra = JSON.parse(`${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`);
    const claim = await store.claim(0);
    expect(await claim?.commit({ ...record(1), tokens: { accessToken: "a1", extra } })).toBe(true);
    expect((await fileStore(store.path).read())?.tokens?.accessToken).toBe("a1");
    expect((await stat(store.path)).size).toBeLessThan(20_000);
  });

  test("a record that it could not read back is not written: the tokens stay in memory", async () => {
    const tokens = createTokenManager({
      refresh: async () => ({ accessToken: "a1", extra: { big: "x".repeat(5_000_000) } }),
      store: fileStore(store.path),
    });
    await expect(tokens.get()).rejects.toMatchObject({ code: "not_persisted" });
    expect(tokens.unsaved?.accessToken).toBe("a1");
    expect(await fileStore(store.path).read()).toBeUndefined();
  });

  test.each([
    ["tokens without an access token", { tokens: {} }],
    ["a refusal that this version does not know", { refusal: { code: "odd", message: "" } }],
    ["a refusal without a text", { refusal: { code: "in_doubt", message: {} } }],
  ])("%s count as damage", async (_, odd) => {
    await writeFile(store.path, JSON.stringify({ format: 1, ...record(1), ...odd }));
    await expect(fileStore(store.path).read()).rejects.toMatchObject({ code: "store_damaged" });
  });

  test.each([
    ["the time", { obtainedAt: "odd" }],
    ["the end", { tokens: { accessToken: "a1", expiresAt: "odd" } }],
  ])("%s of 1e400 counts as damage", async (_, odd) => {
    const text = JSON.stringify({ format: 1, ...record(1), ...odd });
    await writeFile(store.path, text.replace('"odd"', "1e400"));
    await expect(fileStore(store.path).read()).rejects.toMatchObject({ code: "store_damaged" });
  });
});
