import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installProject, packPackages, type Tarball } from "../src/index.ts";
import { workspace } from "../src/workspace.ts";

let folder = "";
let tarballs: readonly Tarball[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refresh-once-packed-test-"));
  tarballs = await packPackages(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const named = (...names: string[]) =>
  tarballs.filter(({ name }) => names.includes(name.replace("@refresh-once/", "")));

test("Every package is packed, each into a file of its own", async () => {
  const folders = await readdir(join(workspace, "packages"));
  expect(tarballs.map(({ name }) => name).sort()).toEqual(
    folders.map((name) => `@refresh-once/${name}`).sort(),
  );
  expect((await readdir(folder)).filter((name) => name.endsWith(".tgz"))).toHaveLength(
    folders.length,
  );
});

test("A project of a user has the files of the tarball, not those of the workspace", async () => {
  const project = join(folder, "project");
  const mine = named("core", "fetch");
  await installProject(project, { tarballs: mine, dependencies: {} });
  for (const { name, files } of mine) {
    const installed = await readdir(join(project, "node_modules", name), {
      recursive: true,
      withFileTypes: true,
    });
    expect(installed.filter((entry) => entry.isFile())).toHaveLength(files.length);
    expect(installed.some((entry) => entry.isSymbolicLink())).toBe(false);
  }
});

test("A project is of ES modules unless it is said otherwise", async () => {
  for (const [type, expected] of [
    [undefined, "module"],
    ["commonjs", "commonjs"],
  ] as const) {
    const project = join(folder, `of-${type}`);
    await installProject(project, { tarballs: [], dependencies: {}, ...(type && { type }) });
    expect(JSON.parse(await readFile(join(project, "package.json"), "utf8")).type).toBe(expected);
  }
});

test("Where npm cannot install, it says which project it was and what npm has said", async () => {
  const project = join(folder, "impossible");
  const gone = named("core").map((tarball) => ({ ...tarball, path: join(folder, "gone.tgz") }));
  await expect(installProject(project, { tarballs: gone, dependencies: {} })).rejects.toThrow(
    /npm install .* failed in .*impossible:\n(.*\n)*.*ENOENT/,
  );
});

test("No project is made in the repository, where packages are found that were not installed", async () => {
  const inside = join(workspace, "tools/release/pack/project");
  await expect(installProject(inside, { tarballs: [], dependencies: {} })).rejects.toThrow(
    "is in the repository",
  );
});
