import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { diagnosedFile } from "./diagnosed.ts";
import { type StoreFolder, storeFolder } from "./store-folder.ts";

const run = promisify(execFile);

let folder: StoreFolder;

beforeEach(async () => {
  folder = await storeFolder();
  await folder.fill();
  return () => folder[Symbol.asyncDispose]();
});

const git = (...args: string[]) => run("git", args, { cwd: folder.root });
const ignore = (patterns: string) => writeFile(join(folder.root, ".gitignore"), patterns);
const findings = () => diagnosedFile(folder.store, "file-git");

test("outside of a work tree, there is nothing to ignore", async () => {
  expect(await findings()).toEqual(["ok: The store is not in a git work tree."]);
});

test("a store that git does not ignore is a warning", async () => {
  await git("init", "--quiet");
  expect(await findings()).toEqual([
    expect.stringContaining(
      `warning: git does not ignore ${folder.store} and ${folder.store}.journal: tokens may be committed.`,
    ),
  ]);
  await ignore("oro.json\n");
  expect(await findings()).toEqual([
    expect.stringContaining(`warning: git does not ignore ${folder.store}.journal:`),
  ]);
});

test.each(["tokens/\n", "oro.json*\n", "*.json\n*.journal/\n"])(
  "a store that git ignores by %j is fine",
  async (patterns) => {
    await git("init", "--quiet");
    await ignore(patterns);
    expect(await findings()).toEqual(["ok: git ignores the store."]);
  },
);

test("a store that is in the repository is a problem, even if it is ignored by now", async () => {
  await git("init", "--quiet");
  await git("add", folder.store);
  await ignore("tokens/\n");
  expect(await findings()).toEqual([
    expect.stringContaining(`problem: ${folder.store} is in a git repository, with its tokens.`),
  ]);
});

test("a git command that has started this one does not change the answer", async () => {
  await git("init", "--quiet");
  const other = join(folder.root, "other");
  await mkdir(other);
  await run("git", ["init", "--quiet"], { cwd: other });
  process.env.GIT_DIR = join(other, ".git");
  process.env.GIT_WORK_TREE = other;
  try {
    expect(await findings()).toEqual([expect.stringMatching(/^warning: git does not ignore/)]);
  } finally {
    delete process.env.GIT_DIR;
    delete process.env.GIT_WORK_TREE;
  }
});

test("without git, it is not checked", async () => {
  const path = process.env.PATH;
  process.env.PATH = folder.root;
  try {
    expect(await findings()).toEqual([expect.stringMatching(/^not_checked: There is no git/)]);
  } finally {
    process.env.PATH = path;
  }
});
