import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { createTokenManager } from "../../src/index.ts";
import { StrictEndpoint } from "../strict-endpoint.ts";
import { lease, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

describe("a damaged file", () => {
  const whole = JSON.stringify({ format: 1, ...record(1) });

  test.each([
    ["empty", ""],
    ["truncated", whole.slice(0, -10)],
    ["garbage", "\u0000\u0001"],
    ["another program's", '{"access_token":"x"}'],
    ["of a newer format", JSON.stringify({ ...record(1), format: 2 })],
    ["without a revision", JSON.stringify({ format: 1, obtainedAt: 1 })],
    ["with a token that is no text", whole.replace('"a1"', "7")],
  ])("that is %s is named, costs no token and is left as it is", async (_, content) => {
    await writeFile(store.path, content);
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({
      refresh: endpoint.refresh,
      store: fileStore(store.path),
      seed: { refreshToken: "r0" },
    });
    const error = await tokens.get().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "store_damaged", kind: "store" });
    expect(String(error)).toContain(store.path);
    expect(endpoint.received).toEqual([]);
    expect(await readFile(store.path, "utf8")).toBe(content);
  });

  test("that cannot be made is a typed error that says why", async () => {
    const nowhere = fileStore("/proc/refresh-once/tokens.json");
    await expect(nowhere.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });

  test("that is a folder, or lies below a file, is a typed error that names it", async () => {
    await mkdir(store.path);
    await expect(fileStore(store.path).read()).rejects.toMatchObject({ code: "store_damaged" });
    await writeFile(join(store.folder, "file"), "");
    const below = fileStore(join(store.folder, "file", "tokens.json"));
    await expect(below.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });
});
