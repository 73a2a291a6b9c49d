import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { bundle, bundleProgram, bundleTogether, Program } from "../src/index.ts";

const main = new URL("./program/main.ts", import.meta.url);
const where = new URL("./program/where.ts", import.meta.url);

async function printedBy(started: URL): Promise<unknown> {
  await using program = new Program(started, ["--flag"]);
  expect(await program.exitCode).toBe(0);
  return JSON.parse(program.text);
}

test("each module of a program finds its sources, whether it is bundled or not", async () => {
  await using bundled = await bundleProgram(main);
  const printed = { main: main.href, where: where.href, flags: ["--flag"] };
  expect(await printedBy(bundled.module)).toEqual(printed);
  expect(await printedBy(main)).toEqual(printed);
});

test("a bundle is one file, which finds itself, and is deleted when it is disposed", async () => {
  const bundled = await bundle(main);
  const { href } = bundled.module;
  expect(await printedBy(bundled.module)).toEqual({ main: href, where: href, flags: ["--flag"] });
  await bundled[Symbol.asyncDispose]();
  expect(existsSync(bundled.module)).toBe(false);
});

test("a bundle that is disposed can be made again", async () => {
  const first = await bundle(main);
  await first[Symbol.asyncDispose]();
  await using second = await bundle(main);
  expect(existsSync(second.module)).toBe(true);
});

test("modules that are bundled together are found by their names, and deleted together", async () => {
  const sources = new Map<"one" | "other", URL>([
    ["one", main],
    ["other", where],
  ]);
  const bundled = await bundleTogether(sources);
  const [one, other] = [bundled.moduleOf("one"), bundled.moduleOf("other")];
  expect(await printedBy(one)).toMatchObject({ flags: ["--flag"] });
  expect(existsSync(other)).toBe(true);
  await bundled[Symbol.asyncDispose]();
  expect([one, other].some((module) => existsSync(module))).toBe(false);
});
