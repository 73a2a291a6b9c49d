import { chmod, readFile, readlink, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { namesIn, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

describe("the file store", () => {
  test("reads what was committed, and leaves no other files behind", async () => {
    await store.commit(1);
    await store.commit(2);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("creates its folder and its file for the owner alone", async () => {
    store.path = join(store.folder, "deep", "er", "tokens.json");
    await store.commit(1);
    expect((await stat(store.path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(store.folder, "deep"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(store.folder, "deep", "er"))).mode & 0o777).toBe(0o700);
  });

  test("replaces the target of a symbolic link, and keeps the link", async () => {
    const behind = join(store.folder, "behind.json");
    await store.commit(1);
    await rm(store.path);
    await writeFile(behind, JSON.stringify({ format: 1, ...record(1) }));
    await symlink(behind, store.path);
    await store.commit(2);
    expect(await readFile(behind, "utf8")).toContain('"r2"');
  });

  test("creates the missing target of a symbolic link, and keeps the link", async () => {
    await symlink("elsewhere/behind.json", store.path);
    await store.commit(1);
    await store.commit(2);
    expect(await readlink(store.path)).toBe("elsewhere/behind.json");
    expect(await namesIn(join(store.folder, "elsewhere"))).toEqual(["behind.json"]);
    expect(await fileStore(store.path).read()).toEqual(record(2));
  });

  test("makes a file private that other users could read before", async () => {
    await store.commit(1);
    await chmod(store.path, 0o644);
    await store.commit(2);
    expect((await stat(store.path)).mode & 0o777).toBe(0o600);
  });
});

describe("P3: a commit of a file store", () => {
  test("that was decided is completed by the next process", async () => {
    await store.commit(1);
    await writeFile(store.beside("2.commit"), JSON.stringify({ format: 1, ...record(2) }));
    await writeFile(store.beside("1.1.claim"), "");
    await utimes(store.beside("1.1.claim"), 0, 0);
    await writeFile(store.beside(`${crypto.randomUUID()}.draft`), "");
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("of an earlier revision is never applied again", async () => {
    await store.commit(1);
    await store.commit(2);
    await store.commit(3);
    await writeFile(store.beside("2.commit"), JSON.stringify({ format: 1, ...record(2) }));
    expect(await store.claim(1)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(3));
    await store.commit(4);
    expect(await store.names()).toEqual(["tokens.json"]);
  });
});
