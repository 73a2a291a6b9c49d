import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { expect, test } from "vitest";
import { run } from "../running/command.ts";
import { emptyProject } from "../running/project.ts";

test("a problem ends the command with 1, and a warning does not", async () => {
  await using project = await emptyProject();
  const doctor = () => run(["doctor", "--store", "file:oro.json"], { cwd: project.folder });
  const warned = await doctor();
  expect(warned.code).toBe(0);
  expect(warned.stdout).toMatch(/^default: warning: The path oro\.json is relative/m);
  expect(warned.stderr).toMatch(/^0 problems, [1-9]\d* warnings?\n$/);
  expect(await readdir(project.folder)).toEqual([]);
  await chmod(project.folder, 0o777);
  const failed = await doctor();
  expect(failed.code).toBe(1);
  expect(failed.stdout).toMatch(/^default: problem: Every user can create files/m);
  expect(failed.stderr).toMatch(/^1 problem, /);
});

test("programs get the same findings as JSON", async () => {
  await using project = await emptyProject();
  const store = `file:${join(project.folder, "oro.json")}`;
  const ended = await run(["doctor", "oro", "--json", "--store", store], { cwd: project.folder });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const [{ account, store: kind, findings }] = JSON.parse(ended.stdout);
  expect({ account, kind }).toEqual({ account: "oro", kind: "file" });
  const message = "The store is empty.";
  expect(findings).toContainEqual({ check: "store", level: "ok", message });
  expect(await fileStore(join(project.folder, "oro.json")).read()).toBeUndefined();
});

test("its help fits on one screen", async () => {
  await using project = await emptyProject();
  const ended = await run(["doctor", "--help"], { cwd: project.folder });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout.split("\n").length).toBeLessThan(24);
});
