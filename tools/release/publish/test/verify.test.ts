import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyRelease } from "../src/verify.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(fetch: object, changelog = "## 0.2.0 (2026-11-21)\n"): Promise<void> {
  const manifests = {
    core: { name: "core", version: "0.2.0" },
    fetch: { name: "fetch", ...fetch },
  };
  for (const [name, manifest] of Object.entries(manifests)) {
    await mkdir(join(folder, "packages", name), { recursive: true });
    await writeFile(join(folder, "packages", name, "package.json"), JSON.stringify(manifest));
  }
  await writeFile(join(folder, "CHANGELOG.md"), changelog);
}

test("a release of one version, with ranges that fit and an entry in the changelog, is well", async () => {
  await write({ version: "0.2.0", peerDependencies: { core: "^0.2.0", axios: "^1.5.0" } });
  expect(await verifyRelease(folder)).toEqual({ version: "0.2.0", complaints: [] });
});

test("each thing that is wrong is told", async () => {
  await write({ version: "0.1.0", peerDependencies: { core: "^0.1.0" } }, "## 0.2 \n");
  const { complaints } = await verifyRelease(folder);
  expect(complaints).toEqual([
    "fetch is 0.1.0, and core is 0.2.0",
    "fetch asks for core ^0.1.0, which is 0.2.0",
    "CHANGELOG.md has no entry for 0.2.0",
  ]);
});
