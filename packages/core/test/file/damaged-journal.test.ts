import { execFileSync } from "node:child_process";
import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { createTokenManager } from "../../src/index.ts";
import { StrictEndpoint } from "../strict-endpoint.ts";
import { record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();
beforeEach(() => store.commit(1));

const damages: readonly (readonly [string, (path: string) => unknown])[] = [
  ["empty", (path) => writeFile(path, "")],
  ["garbage", (path) => writeFile(path, "\u0000\u0001")],
  ["a folder", (path) => mkdir(path)],
  ["a pipe", (path) => execFileSync("mkfifo", [path])],
];

describe("a decided record that is damaged", () => {
  test.each([
    ...damages,
    ["cut off", (path: string) => writeFile(path, '{"format":1,"revision":2')],
    [
      "of another revision",
      (path: string) => writeFile(path, JSON.stringify({ format: 1, ...record(7) })),
    ],
  ] as const)(
    "(%s) is reported, costs no token and does not replace the store file",
    async (_, damage) => {
      await damage(store.beside("2.commit"));
      const whole = await readFile(store.path, "utf8");
      const endpoint = new StrictEndpoint();
      const tokens = createTokenManager({
        refresh: endpoint.refresh,
        store: fileStore(store.path),
      });
      const failure = await tokens.renew(await tokens.get()).catch((reason: unknown) => reason);
      expect(failure).toMatchObject({ code: "store_damaged" });
      expect(String(failure)).toContain(store.beside("2.commit"));
      expect(endpoint.received).toEqual([]);
      expect(await readFile(store.path, "utf8")).toBe(whole);
      expect((await store.names()).sort()).toEqual(["tokens.json", "tokens.json.journal/2.commit"]);
    },
  );
});

describe("a claim file that is damaged", () => {
  const hourAgo = new Date(Date.now() - 3_600_000);

  test.each(damages)(
    "(%s) stays active until its lease expires, and is then reported as abandoned",
    async (_, damage) => {
      const path = store.beside("1.1.claim");
      await damage(path);
      expect(await store.claim(1)).toBeUndefined();
      await utimes(path, hourAgo, hourAgo);
      const claim = await store.claim(1);
      expect(claim?.abandoned).toBeDefined();
      expect(await claim?.commit(record(2))).toBe(true);
      expect(await fileStore(store.path).read()).toEqual(record(2));
    },
  );
});
