import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { thisHolder } from "../../src/file/holder.ts";
import { fileStore } from "../../src/file/index.ts";
import { lease, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();
const holder = () => fileStore(store.path).claimHolder?.();
const self = `process ${process.pid} on this host`;

async function rewriteClaim(name: string, change: object): Promise<void> {
  const entry = JSON.parse(await readFile(store.beside(name), "utf8"));
  await writeFile(store.beside(name), JSON.stringify({ ...entry, ...change }));
}

describe("the holder of a claim of a file store", () => {
  test("is described by its process, the start of its claim and the end of its lease", async () => {
    await store.commit(1);
    const before = Date.now();
    const claim = await store.claim(1);
    const found = await holder();
    expect(found).toMatchObject({ description: self });
    expect(found?.startedAt).toBeGreaterThanOrEqual(before);
    expect(found?.leaseEndsAt).toBeGreaterThanOrEqual(before + lease.duration);
    expect(found?.leaseEndsAt).toBeLessThanOrEqual(Date.now() + lease.duration);
    expect(await claim?.commit(record(2))).toBe(true);
    expect(await holder()).toBeUndefined();
  });

  test("has a later end of its lease after an extension", async () => {
    const claim = await store.claim(0);
    await rewriteClaim("0.1.claim", { uptime: 0 });
    const before = (await holder())?.leaseEndsAt ?? 0;
    expect(await claim?.extend?.()).toBe(true);
    expect((await holder())?.leaseEndsAt).toBeGreaterThan(before);
  });

  test("is the one that took over, and nobody after its release", async () => {
    await store.claim(0, -1);
    const second = await store.claim(0);
    expect(await holder()).toMatchObject({ description: self });
    await second?.release();
    expect(await holder()).toBeUndefined();
  });

  test("is not a process that is dead", async () => {
    await store.claim(0);
    await rewriteClaim("0.1.claim", { holder: { ...thisHolder(), started: "1" } });
    expect(await holder()).toBeUndefined();
  });

  test("on another host is not taken for a process with the same id on this host", async () => {
    await store.claim(0);
    await rewriteClaim("0.1.claim", { holder: { host: "elsewhere", pid: process.pid } });
    expect(await holder()).toMatchObject({
      description: `process ${process.pid} in another container or on another host`,
    });
  });

  test("is named with its thread, if it is a worker", async () => {
    await store.claim(0);
    const thread = { id: 9, started: "1" };
    await rewriteClaim("0.1.claim", { holder: { host: "elsewhere", pid: 7, thread } });
    expect((await holder())?.description).toMatch(/^thread 9 of process 7 in another/);
  });

  test("is unknown if the claim file is damaged, and then only the end of the lease is", async () => {
    await store.claim(0);
    await writeFile(store.beside("0.1.claim"), "{");
    expect(await holder()).toEqual({
      description: "an unknown process",
      leaseEndsAt: expect.any(Number),
    });
  });

  test("is looked for without creating any file or folder", async () => {
    expect(await holder()).toBeUndefined();
    expect(await store.names()).toEqual([]);
  });

  test("is not told if the store is damaged", async () => {
    await writeFile(store.path, "{");
    await expect(holder()).rejects.toMatchObject({ code: "store_damaged" });
  });
});
