import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { attemptClaim } from "../../src/file/claim-attempt.ts";
import { fileStore } from "../../src/file/index.ts";
import { claimant, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** Writes the claim file of a process that died during a refresh: the pid exists, its start time differs. */
async function writeDeadClaim(name: string): Promise<void> {
  await store.commit(1);
  const claim = await store.claim(1);
  const entry = JSON.parse(await readFile(store.beside("1.1.claim"), "utf8"));
  await claim?.release();
  const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
  await writeFile(store.beside(`${name}`), JSON.stringify(dead));
}

describe("P1: the claim of a file store", () => {
  test("is won by exactly one of 50 processes that try at the same time", async () => {
    const claims = await Promise.all(Array.from({ length: 50 }, () => store.claim(0)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("stays active if a user deletes the lock by hand", async () => {
    const claim = await store.claim(0);
    await rm(store.beside("lock"), { recursive: true });
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("can be won again after a release, and is not reported as abandoned", async () => {
    await (await store.claim(0))?.release();
    const again = await store.claim(0);
    expect(again).toBeDefined();
    expect(again?.abandoned).toBeUndefined();
  });

  test("is not released by the former holder's second release", async () => {
    const former = await store.claim(0);
    await former?.release();
    const claim = await store.claim(0);
    await former?.release();
    await rm(store.beside("lock"), { recursive: true, force: true });
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("is refused for a revision that is no longer current", async () => {
    await store.commit(1);
    expect(await store.claim(0)).toBeUndefined();
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("passes to the next process at once if its holder is dead, and is reported as abandoned", async () => {
    await writeDeadClaim("1.1.claim");
    await mkdir(store.beside("lock"));
    const claim = await store.claim(1);
    expect(claim?.abandoned).toMatchObject({ revision: 1 });
    expect(await claim?.commit(record(2))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("passes to exactly one of 20 processes if its holder is dead", async () => {
    await writeDeadClaim("1.1.claim");
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(1)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("passes to the next process if its holder does not respond for longer than the lease", async () => {
    const first = await store.claim(0, -1);
    const second = await store.claim(0);
    expect(second?.abandoned).toMatchObject({ revision: 0 });
    expect(await second?.commit(record(1))).toBe(true);
    expect(await first?.commit({ ...record(1), obtainedAt: 2 })).toBe(false);
    expect((await fileStore(store.path).read())?.obtainedAt).toBe(1);
  });
});

describe("P1: the lease of a claim", () => {
  test("is the one that its holder asked for, even if the next process asks for a shorter one", async () => {
    await store.claim(0);
    expect(await store.claim(0, -1)).toBeUndefined();
  });

  const hourAgo = new Date(Date.now() - 3_600_000);

  test.each([
    ["forward", hourAgo],
    ["back", new Date(Date.now() + 3_600_000)],
  ])("does not expire if the system clock is set an hour %s", async (_, time) => {
    await store.claim(0);
    await utimes(store.beside("0.1.claim"), time, time);
    expect(await store.claim(0)).toBeUndefined();
  });

  test("uses the host's uptime if the runtime's clock starts with the process, as in Bun", async () => {
    const ofProcess = () => BigInt(Math.round(process.uptime() * 1e9));
    vi.spyOn(process.hrtime, "bigint").mockImplementation(ofProcess);
    await store.claim(0);
    const claim = JSON.parse(await readFile(store.beside("0.1.claim"), "utf8"));
    expect(Math.abs(claim.uptime - uptime() * 1_000)).toBeLessThan(5_000);
  });

  test("of another host depends only on the file's modification time", async () => {
    await store.commit(1);
    const holder = { host: "elsewhere", pid: 1 };
    const claim = { revision: 1, startedAt: 0, uptime: 0, holder };
    await writeFile(store.beside("1.1.claim"), JSON.stringify(claim));
    expect(await store.claim(1)).toBeUndefined();
    await utimes(store.beside("1.1.claim"), hourAgo, hourAgo);
    expect(await store.claim(1)).toMatchObject({ abandoned: { revision: 1 } });
  });

  /** Makes a claim look one hour old by both clocks. */
  async function age(name: string): Promise<void> {
    const path = store.beside(`${name}`);
    const entry = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...entry, uptime: entry.uptime - 3_600_000 }));
    await utimes(path, hourAgo, hourAgo);
  }

  test("restarts when the claim is extended", async () => {
    const claim = await store.claim(0);
    await age("0.1.claim");
    expect(await claim?.extend?.()).toBe(true);
    expect(await store.claim(0)).toBeUndefined();
    // Another process that saw the claim expired before it was extended.
    const sawAbandoned = attemptClaim(claimant(store.path), 2);
    expect(await sawAbandoned).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("restarts when the claim is extended, and a later change of the system clock does not end it", async () => {
    const claim = await store.claim(0);
    await age("0.1.claim");
    expect(await claim?.extend?.()).toBe(true);
    await utimes(store.beside("0.1.claim"), hourAgo, hourAgo);
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("can be restarted by its holder, but not by a claimant that was taken over", async () => {
    const former = await store.claim(0);
    await age("0.1.claim");
    const claim = await store.claim(0);
    await age("0.2.claim");
    const before = await readFile(store.beside("0.2.claim"), "utf8");
    expect(await former?.extend?.()).toBe(false);
    expect((await stat(store.beside("0.1.claim"))).mtime).toEqual(hourAgo);
    expect((await stat(store.beside("0.2.claim"))).mtime).toEqual(hourAgo);
    expect(await readFile(store.beside("0.2.claim"), "utf8")).toBe(before);
    expect(await claim?.extend?.()).toBe(true);
    expect(await store.claim(0)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("is not restarted by a former holder whose file name another claimant uses now", async () => {
    const former = await store.claim(0);
    await former?.release();
    await store.claim(0);
    await age("0.1.claim");
    expect(await former?.extend?.()).toBe(false);
    expect(await store.claim(0)).toMatchObject({ abandoned: { revision: 0 } });
  });

  test("restarts when a commit fails", async () => {
    const claim = await store.claim(0);
    await utimes(store.beside("0.1.claim"), hourAgo, hourAgo);
    await mkdir(store.path);
    await expect(claim?.commit(record(1))).rejects.toMatchObject({ code: "store_damaged" });
    expect((await stat(store.beside("0.1.claim"))).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe("P2: a claim of a file store", () => {
  /** The path of the reservation for the next record. */
  async function reservation(): Promise<string> {
    const names = await store.names();
    return join(store.folder, names.find((name) => /\b1\..{36}\.commit$/.test(name)) ?? "");
  }

  test("reserves disk space for the next record, and frees it on release", async () => {
    const claim = await store.claim(0);
    expect((await stat(await reservation())).size).toBeGreaterThanOrEqual(32_768);
    await claim?.release();
    expect(await store.names()).toEqual([]);
  });

  test("can still commit if a user has deleted its reservation", async () => {
    const claim = await store.claim(0);
    await rm(await reservation());
    expect(await claim?.commit(record(1))).toBe(true);
    expect(await fileStore(store.path).read()).toEqual(record(1));
  });
});
