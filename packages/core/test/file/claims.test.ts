import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** What a process leaves behind that died in mid-refresh; pid 1 started at another time than that. */
async function writeDeadClaim(name: string): Promise<void> {
  await store.commit(1);
  const claim = await store.claim(1);
  const entry = JSON.parse(await readFile(`${store.path}.1.1.claim`, "utf8"));
  await claim?.release();
  const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
  await writeFile(`${store.path}.${name}`, JSON.stringify(dead));
}

describe("P1: the claim of a file store", () => {
  test("is won by one of 50 at once", async () => {
    const claims = await Promise.all(Array.from({ length: 50 }, () => store.claim(0)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("still stands when somebody removes the lock by hand", async () => {
    const claim = await store.claim(0);
    await rm(`${store.path}.lock`, { recursive: true });
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("is free again, and not in doubt, after a release", async () => {
    await (await store.claim(0))?.release();
    const again = await store.claim(0);
    expect(again).toBeDefined();
    expect(again?.abandoned).toBeUndefined();
  });

  test("is not freed by somebody who releases for the second time", async () => {
    const former = await store.claim(0);
    await former?.release();
    const claim = await store.claim(0);
    await former?.release();
    await rm(`${store.path}.lock`, { recursive: true, force: true });
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("of a revision that is over is not given", async () => {
    await store.commit(1);
    expect(await store.claim(0)).toBeUndefined();
    expect(await readdir(store.folder)).toEqual(["tokens.json"]);
  });

  test("passes to the next at once when its holder is dead, and is in doubt then", async () => {
    await writeDeadClaim("1.1.claim");
    await mkdir(`${store.path}.lock`);
    const claim = await store.claim(1);
    expect(claim?.abandoned).toMatchObject({ revision: 1 });
    expect(await claim?.commit(record(2))).toBe(true);
    expect(await readdir(store.folder)).toEqual(["tokens.json"]);
  });

  test("passes to one of 20 when its holder is dead", async () => {
    await writeDeadClaim("1.1.claim");
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(1)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("passes on when its holder is away for longer than the lease", async () => {
    const first = await store.claim(0, -1);
    const second = await store.claim(0);
    expect(second?.abandoned).toMatchObject({ revision: 0 });
    expect(await second?.commit(record(1))).toBe(true);
    expect(await first?.commit({ ...record(1), obtainedAt: 2 })).toBe(false);
    expect((await fileStore(store.path).read())?.obtainedAt).toBe(1);
  });
});

describe("P1: the lease of a claim", () => {
  test("is its holder's, however short that of the one who looks", async () => {
    await store.claim(0);
    expect(await store.claim(0, -1)).toBeUndefined();
  });

  const hourAgo = new Date(Date.now() - 3_600_000);

  test.each([
    ["forward", hourAgo],
    ["back", new Date(Date.now() + 3_600_000)],
  ])("does not end because somebody sets the clock an hour %s", async (_, time) => {
    await store.claim(0);
    await utimes(`${store.path}.0.1.claim`, time, time);
    expect(await store.claim(0)).toBeUndefined();
  });

  test("is by the clock of the host where the runtime's begins with the process, as in Bun", async () => {
    const ofProcess = () => BigInt(Math.round(process.uptime() * 1e9));
    vi.spyOn(process.hrtime, "bigint").mockImplementation(ofProcess);
    await store.claim(0);
    const claim = JSON.parse(await readFile(`${store.path}.0.1.claim`, "utf8"));
    expect(Math.abs(claim.uptime - uptime() * 1_000)).toBeLessThan(5_000);
  });

  test("of another host goes by the time of its file alone", async () => {
    await store.commit(1);
    const holder = { host: "elsewhere", pid: 1 };
    const claim = { revision: 1, startedAt: 0, uptime: 0, holder };
    await writeFile(`${store.path}.1.1.claim`, JSON.stringify(claim));
    expect(await store.claim(1)).toBeUndefined();
    await utimes(`${store.path}.1.1.claim`, hourAgo, hourAgo);
    expect(await store.claim(1)).toMatchObject({ abandoned: { revision: 1 } });
  });

  test("begins anew with a commit that fails", async () => {
    const claim = await store.claim(0);
    await utimes(`${store.path}.0.1.claim`, hourAgo, hourAgo);
    await mkdir(store.path);
    await expect(claim?.commit(record(1))).rejects.toMatchObject({ code: "store_damaged" });
    expect((await stat(`${store.path}.0.1.claim`)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe("P2: a claim of a file store", () => {
  test("has room on the disk for the next record, and gives it back", async () => {
    const claim = await store.claim(0);
    const names = await readdir(store.folder);
    const room = names.find((name) => name.endsWith(".draft")) ?? "";
    expect((await stat(join(store.folder, room))).size).toBeGreaterThanOrEqual(4_096);
    await claim?.release();
    expect(await readdir(store.folder)).toEqual([]);
  });

  test("is as good when somebody has cleared its room away", async () => {
    const claim = await store.claim(0);
    const names = await readdir(store.folder);
    await Promise.all(
      names.filter((name) => name.endsWith(".draft")).map((name) => rm(join(store.folder, name))),
    );
    expect(await claim?.commit(record(1))).toBe(true);
    expect(await fileStore(store.path).read()).toEqual(record(1));
  });
});
