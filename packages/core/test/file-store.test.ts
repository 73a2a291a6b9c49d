import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../src/file/index.ts";
import { createTokenManager } from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const lease = { duration: 15_000 };
const record = (revision: number) => ({
  revision,
  tokens: { accessToken: `a${revision}`, refreshToken: `r${revision}` },
  obtainedAt: 1,
});

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  path = join(folder, "tokens.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function commit(revision: number): Promise<void> {
  const claim = await fileStore(path).claim(revision - 1, lease);
  expect(await claim?.commit(record(revision))).toBe(true);
}

/** What a process leaves behind that died in mid-refresh; pid 1 started at another time than that. */
async function writeDeadClaim(name: string): Promise<void> {
  await commit(1);
  const claim = await fileStore(path).claim(1, lease);
  const entry = JSON.parse(await readFile(`${path}.1.1.claim`, "utf8"));
  await claim?.release();
  const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
  await writeFile(`${path}.${name}`, JSON.stringify(dead));
}

describe("the file store", () => {
  test("gives back what was committed, and leaves nothing beside the file", async () => {
    await commit(1);
    await commit(2);
    expect(await fileStore(path).read()).toEqual(record(2));
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("makes its folder, for its owner alone, and a file that only its owner can read", async () => {
    path = join(folder, "deep", "er", "tokens.json");
    await commit(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "deep"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "deep", "er"))).mode & 0o777).toBe(0o700);
  });

  test("replaces the file behind a symbolic link, and leaves the link", async () => {
    const behind = join(folder, "behind.json");
    await commit(1);
    await rm(path);
    await writeFile(behind, JSON.stringify({ format: 1, ...record(1) }));
    await symlink(behind, path);
    await commit(2);
    expect(await readFile(behind, "utf8")).toContain('"r2"');
  });
});

describe("P1: the claim of a file store", () => {
  test("is won by one of 50 at once", async () => {
    const claims = await Promise.all(
      Array.from({ length: 50 }, () => fileStore(path).claim(0, lease)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("still stands when somebody removes the lock by hand", async () => {
    const claim = await fileStore(path).claim(0, lease);
    await rm(`${path}.lock`, { recursive: true });
    expect(await fileStore(path).claim(0, lease)).toBeUndefined();
    expect(await claim?.commit(record(1))).toBe(true);
  });

  test("is free again, and not in doubt, after a release", async () => {
    await (await fileStore(path).claim(0, lease))?.release();
    const again = await fileStore(path).claim(0, lease);
    expect(again).toBeDefined();
    expect(again?.abandoned).toBeUndefined();
  });

  test("of a revision that is over is not given", async () => {
    await commit(1);
    expect(await fileStore(path).claim(0, lease)).toBeUndefined();
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("passes to the next at once when its holder is dead, and is in doubt then", async () => {
    await writeDeadClaim("1.1.claim");
    await mkdir(`${path}.lock`);
    const claim = await fileStore(path).claim(1, lease);
    expect(claim?.abandoned).toMatchObject({ revision: 1 });
    expect(await claim?.commit(record(2))).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("passes to one of 20 when its holder is dead", async () => {
    await writeDeadClaim("1.1.claim");
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => fileStore(path).claim(1, lease)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("passes on when its holder is away for longer than the lease", async () => {
    const first = await fileStore(path).claim(0, lease);
    const second = await fileStore(path).claim(0, { duration: -1 });
    expect(second?.abandoned).toMatchObject({ revision: 0 });
    expect(await second?.commit(record(1))).toBe(true);
    expect(await first?.commit({ ...record(1), obtainedAt: 2 })).toBe(false);
    expect((await fileStore(path).read())?.obtainedAt).toBe(1);
  });
});

describe("P3: a commit of a file store", () => {
  test("that was decided is brought to its end by the next process", async () => {
    await commit(1);
    await writeFile(`${path}.2.commit`, JSON.stringify({ format: 1, ...record(2) }));
    expect(await fileStore(path).claim(1, lease)).toBeUndefined();
    expect(await fileStore(path).read()).toEqual(record(2));
  });

  test("of long ago does not come back", async () => {
    await commit(1);
    await commit(2);
    await commit(3);
    await writeFile(`${path}.2.commit`, JSON.stringify({ format: 1, ...record(2) }));
    expect(await fileStore(path).claim(1, lease)).toBeUndefined();
    expect(await fileStore(path).read()).toEqual(record(3));
    await commit(4);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });
});

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
    await writeFile(path, content);
    const endpoint = new StrictEndpoint();
    const tokens = createTokenManager({
      refresh: endpoint.refresh,
      store: fileStore(path),
      seed: { refreshToken: "r0" },
    });
    const error = await tokens.get().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "store_damaged", kind: "store" });
    expect(String(error)).toContain(path);
    expect(endpoint.received).toEqual([]);
    expect(await readFile(path, "utf8")).toBe(content);
  });

  test("that cannot be made is a typed error that says why", async () => {
    const nowhere = fileStore("/proc/refresh-once/tokens.json");
    await expect(nowhere.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });

  test("that is a folder, or lies below a file, is a typed error that names it", async () => {
    await mkdir(path);
    await expect(fileStore(path).read()).rejects.toMatchObject({ code: "store_failed" });
    await writeFile(join(folder, "file"), "");
    const below = fileStore(join(folder, "file", "tokens.json"));
    await expect(below.claim(0, lease)).rejects.toMatchObject({ code: "store_failed" });
  });
});
