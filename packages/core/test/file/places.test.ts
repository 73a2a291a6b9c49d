import { chmod, chown, link, mkdir, rename, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { createTokenManager } from "../../src/index.ts";
import { StrictEndpoint } from "../strict-endpoint.ts";
import { record, useStoreFolder } from "./store-folder.ts";

const links = vi.hoisted(() => ({ fail: false }));

vi.mock("node:fs/promises", async (original) => {
  const inner = await original<typeof import("node:fs/promises")>();
  return {
    ...inner,
    async link(...of: Parameters<typeof inner.link>) {
      // The error of exFAT, SMB and some containers.
      const error = Object.assign(new Error("EPERM, link"), { code: "EPERM", syscall: "link" });
      return links.fail ? Promise.reject(error) : inner.link(...of);
    },
  };
});

const store = useStoreFolder();
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** The error of a manager that needs a refresh. Fails if a token was sent. */
async function failureOf(endpoint = new StrictEndpoint()): Promise<unknown> {
  const tokens = createTokenManager({
    refresh: endpoint.refresh,
    store: fileStore(store.path),
    seed: { refreshToken: "r0" },
  });
  const failure = await tokens.get().catch((reason: unknown) => reason);
  expect(endpoint.received).toEqual([]);
  return failure;
}

describe("P2: a file that cannot be replaced costs no token", () => {
  afterEach(() => {
    links.fail = false;
  });

  test("because its file system has no hard links: the error says so, and no file is left behind", async () => {
    links.fail = true;
    const failure = await failureOf();
    expect(failure).toMatchObject({ code: "store_failed" });
    expect(String(failure)).toMatch(/EPERM: the file system has no hard links/);
    links.fail = false;
    expect(await store.names()).toEqual([]);
  });

  test("because it has a hard link, which would keep the old tokens", async () => {
    await store.commit(1);
    await link(store.path, join(store.folder, "second.json"));
    const claim = store.claim(1);
    await expect(claim).rejects.toMatchObject({ code: "store_failed" });
    await expect(claim).rejects.toThrow(/hard link/);
    expect(await store.names()).toEqual(["second.json", "tokens.json"]);
  });

  test.each([247, 248, 255, 300])(
    "because its name of %i bytes is too long, or it can be replaced",
    async (length) => {
      store.path = join(store.folder, "n".repeat(length));
      if (length <= 247) {
        await store.commit(1);
        await store.commit(2);
        expect(await fileStore(store.path).read()).toEqual(record(2));
        return;
      }
      const failure = await failureOf();
      expect(failure).toMatchObject({ code: "store_failed" });
      expect(String(failure)).toContain("ENAMETOOLONG");
    },
  );
});

test("P3: hard links that a crashed process left in the journal do not block a refresh", async () => {
  await store.commit(1);
  await mkdir(`${store.path}.journal`, { recursive: true });
  await link(store.path, store.beside("1.commit"));
  await link(store.path, store.beside(`1.${crypto.randomUUID()}.commit`));
  await store.commit(2);
  expect(await store.names()).toEqual(["tokens.json"]);
});

test("P1: a file and a symbolic link to it are one account, also for waiting processes", async () => {
  await store.commit(1);
  const alias = join(store.folder, "alias.json");
  await symlink(store.path, alias);
  const changed = new Promise<void>((resolve) => {
    fileStore(alias).subscribe?.(resolve);
  });
  const claim = await fileStore(alias).claim(1, { duration: 15_000 });
  expect(await store.claim(1)).toBeUndefined();
  expect(await claim?.commit(record(2))).toBe(true);
  await changed;
  expect(await fileStore(alias).read()).toEqual(record(2));
});

test("P1: a folder and a symbolic link to it are one place, even before the first token", async () => {
  await mkdir(join(store.folder, "real"));
  await symlink("real", join(store.folder, "linked"));
  const real = fileStore(join(store.folder, "real", "tokens.json"));
  const linked = fileStore(join(store.folder, "linked", "tokens.json"));
  expect(await real.claim(0, { duration: 15_000 })).toBeDefined();
  expect(await linked.claim(0, { duration: 15_000 })).toBeUndefined();
});

describe("P8: only the owner can read the store, whatever the umask is", () => {
  test.each([0o000, 0o077, 0o277, 0o777])("with %o", async (mask) => {
    store.path = join(store.folder, "made", "tokens.json");
    const before = process.umask(mask);
    try {
      await store.commit(1);
      await store.commit(2);
    } finally {
      process.umask(before);
    }
    expect((await stat(store.path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(store.folder, "made"))).mode & 0o777).toBe(0o700);
    expect((await stat(`${store.path}.journal`)).mode & 0o777).toBe(0o700);
  });
});

describe.runIf(isRoot)("P2: a process that runs as root", () => {
  test("keeps the owner of the store file", async () => {
    await store.commit(1);
    await chown(store.path, nobody, nobody);
    await rename(`${store.path}.journal`, join(store.folder, "away.journal"));
    await store.commit(2);
    for (const path of [store.path, `${store.path}.journal`]) {
      const { uid, gid, mode } = await stat(path);
      expect([uid, gid, mode & 0o077]).toEqual([nobody, nobody, 0]);
    }
  });

  test("creates a store for the owner of its folder", async () => {
    await chown(store.folder, nobody, nobody);
    await chmod(store.folder, 0o700);
    await store.commit(1);
    expect((await stat(store.path)).uid).toBe(nobody);
  });
});
