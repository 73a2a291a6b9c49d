import { chmod, chown, link, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { createTokenManager, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { beforeEach, expect, test } from "vitest";
import { diagnosed, diagnosedFile } from "./diagnosed.ts";
import { asOrdinaryUser, ordinaryUser } from "./other-user.ts";
import { type StoreFolder, storeFolder } from "./store-folder.ts";

let folder: StoreFolder;

beforeEach(async () => {
  folder = await storeFolder();
  return () => folder[Symbol.asyncDispose]();
});

const self = process.geteuid?.();

test("a healthy store has no problem, and no file is left behind", async () => {
  await using tokens = createTokenManager({
    refresh: async () => ({ accessToken: "two" }),
    store: fileStore(folder.store),
  });
  await tokens.set({ accessToken: "one" });
  const files = async () => (await readdir(folder.root, { recursive: true })).sort();
  const before = await files();
  expect(await diagnosedFile(folder.store, "store")).toEqual([
    "ok: The stored record can be read.",
  ]);
  expect(await diagnosedFile(folder.store, "file-path")).toEqual([expect.stringMatching(/^ok: /)]);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    "ok: Only the owner can read and replace the store file (mode 0600).",
  ]);
  expect(await diagnosedFile(folder.store, "file-access")).toEqual([
    `ok: Files can be created, linked, renamed and synced in ${folder.path}.`,
  ]);
  expect(await diagnosedFile(folder.store, "file-links")).toEqual([
    "ok: The store file has only this name.",
  ]);
  expect(await files()).toEqual(before);
});

test("a store whose folder is missing is tried in the folder above, and nothing is created", async () => {
  const path = join(folder.path, "a", "b", "oro.json");
  expect(await diagnosedFile(path, "store")).toEqual(["ok: The store is empty."]);
  expect(await diagnosedFile(path, "file-access")).toEqual([
    `ok: Files can be created, linked, renamed and synced in ${folder.path}, where the store will create its folder.`,
  ]);
  expect(await readdir(folder.path)).toEqual([]);
});

test("a relative path depends on the working directory", async () => {
  const [finding] = await diagnosedFile(relative(process.cwd(), folder.store), "file-path");
  expect(finding).toMatch(
    /^warning: The path \.\..* is relative\. In this working directory, it is \//,
  );
  expect(finding).toContain(folder.store);
});

test("a store that is no record of this library is a problem", async () => {
  await writeFile(folder.store, "{}");
  const [finding] = await diagnosedFile(folder.store, "store");
  expect(finding).toMatch(/^problem: The store cannot be read: .*is not a token store/);
});

test("tokens that others can read are a problem, unless the folder keeps others out", async () => {
  await folder.fill();
  await chmod(folder.store, 0o644);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    `warning: Other users can read the tokens in ${folder.store} (mode 0644). Run: chmod 600 ${folder.store}`,
  ]);
  await chmod(folder.path, 0o755);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    expect.stringMatching(/^problem: Other users can read the tokens/),
  ]);
  await chmod(folder.store, 0o640);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    expect.stringMatching(/^warning: The group \d+ can read the tokens .* \(mode 0640\)/),
  ]);
});

test("a folder in which others can create files is a problem, and a sticky one a warning", async () => {
  await chmod(folder.path, 0o777);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    expect.stringMatching(/^problem: Every user can create files in .* \(mode 0777\)/),
  ]);
  await chmod(folder.path, 0o1777);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    expect.stringMatching(/^warning: Every user can create files in .* \(mode 1777\)/),
  ]);
  await chmod(folder.path, 0o770);
  expect(await diagnosedFile(folder.store, "file-modes")).toEqual([
    expect.stringMatching(/^warning: The group \d+ can create files in .* \(mode 0770\)/),
  ]);
});

test("a folder in which this user cannot write is a problem that names both users", async () => {
  await chmod(folder.path, 0o555);
  const findings = await asOrdinaryUser(() => diagnosedFile(folder.store, "file-access"));
  expect(findings).toEqual([
    `problem: uid ${ordinaryUser} cannot write in ${folder.path}, which belongs to uid ${self} (EACCES). ` +
      "Run the program as that user, or change the owner of the folder and its files.",
  ]);
});

test("a journal of another user is a problem, although the folder can be written", async () => {
  await chmod(folder.path, 0o777);
  await mkdir(`${folder.store}.journal`, { mode: 0o500 });
  const findings = await asOrdinaryUser(() => diagnosedFile(folder.store, "file-access"));
  expect(findings).toEqual([
    expect.stringContaining(
      `problem: uid ${ordinaryUser} cannot write in ${folder.store}.journal, which belongs to uid ${self}`,
    ),
  ]);
  expect(await readdir(folder.path)).toEqual(["oro.json.journal"]);
});

test("a file that this user cannot read is a problem that names both users", async () => {
  await chmod(folder.path, 0o777);
  await folder.fill();
  await chmod(folder.store, 0o000);
  const findings = await asOrdinaryUser(() => diagnosedFile(folder.store, "file-access"));
  expect(findings).toEqual([
    expect.stringContaining(
      `problem: uid ${ordinaryUser} cannot read ${folder.store}, which belongs to uid ${self}`,
    ),
  ]);
});

test.skipIf(self !== 0)(
  "in a sticky folder, a file of another user cannot be replaced",
  async () => {
    await folder.fill();
    await chmod(folder.path, 0o1777);
    await chmod(folder.store, 0o644);
    const findings = await asOrdinaryUser(() => diagnosedFile(folder.store, "file-access"));
    expect(findings).toEqual([
      expect.stringMatching(
        /^problem: uid 65534 cannot replace .* belongs to uid 0, because .* sticky/,
      ),
    ]);
  },
);

test.skipIf(self !== 0)("root is told that it cannot try what the owner may do", async () => {
  await folder.fill();
  await chown(folder.store, ordinaryUser, ordinaryUser);
  expect(await diagnosedFile(folder.store, "file-access")).toEqual([
    expect.stringMatching(/^ok: /),
    expect.stringContaining(`not_checked: The store belongs to uid ${ordinaryUser}`),
  ]);
});

test("a hard link is a problem, and a symbolic link is not", async () => {
  await folder.fill();
  const other = join(folder.path, "other.json");
  await symlink(folder.store, other);
  expect(await diagnosedFile(other, "file-links")).toEqual([
    `note: ${other} is a symbolic link. The store keeps the link, and replaces the file ${folder.store}.`,
  ]);
  await link(folder.store, join(folder.root, "copy.json"));
  expect(await diagnosedFile(folder.store, "file-links")).toEqual([
    expect.stringContaining(`problem: ${folder.store} has another name (a hard link).`),
  ]);
});

test("the names that the store gives its file in the journal are no foreign hard links", async () => {
  await folder.fill();
  await mkdir(`${folder.store}.journal`, { mode: 0o700 });
  await link(folder.store, `${folder.store}.journal/1.commit`);
  expect(await diagnosedFile(folder.store, "file-links")).toEqual([
    "ok: The store file has only this name.",
  ]);
});

test("an account without a store is a note", async () => {
  expect(await diagnosed(undefined, "store")).toEqual([
    expect.stringMatching(/^note: The account has no store: its tokens are in the memory/),
  ]);
});

test("of a store of another kind, only reading is checked", async () => {
  const store: TokenStore = { read: async () => undefined, claim: async () => undefined };
  expect(await diagnosed(store, "store")).toEqual([
    "ok: The store is empty.",
    expect.stringMatching(/^not_checked: The store is not one of this library/),
  ]);
});
