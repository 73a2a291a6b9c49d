import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installProject } from "@refresh-once/packed";
import { build } from "esbuild";
import type { PackedPackage } from "../packed-package.ts";
import { runNode } from "../run-node.ts";
import type { ClientPage } from "./client-page.ts";

const inFolder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const files = inFolder("../../client-project");
const loopback = inFolder("../../fixtures/loopback.mjs");
const program = inFolder("program/run-client.ts");

/** The newest whose compiler others can call: Hey API does. */
const tools = { typescript: "6.0.3", "@types/node": "^20.19.43" };

const folders = ["core", "providers", "fetch", "axios", "openapi-fetch", "testing"];
const ours = folders.map((name) => `@refresh-once/${name}`);

/** A project that has every client of the page, and their snippets. */
export interface ClientProject {
  readonly folder: string;
  /** Where the programs are, in JavaScript. */
  readonly built: string;
}

/**
 * Installs the clients, runs the code generators, and builds what the page has.
 *
 * @throws {Error} with what npm, a generator or esbuild said
 */
export async function makeClientProject(
  folder: string,
  { versions, modules, generators }: ClientPage,
  packages: readonly PackedPackage[],
): Promise<ClientProject> {
  const tarballs = packages.filter(({ name }) => ours.includes(name));
  await installProject(folder, { tarballs, dependencies: { ...versions, ...tools } });
  await cp(files, folder, { recursive: true });
  for (const { name, code } of modules) await writeFile(join(folder, `${name}.ts`), `${code}\n`);
  for (const words of generators) await generate(folder, words);
  const names = modules.map(({ name }) => name);
  return { folder, built: await buildPrograms(folder, names) };
}

async function generate(folder: string, [command = "", ...flags]: readonly string[]) {
  const bin = join(folder, "node_modules/.bin", command);
  const { code, printed } = await runNode(folder, [bin, ...flags]);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${printed}`);
}

/** Makes JavaScript of the modules, and of the program that runs one; they share what they import. */
async function buildPrograms(folder: string, names: readonly string[]): Promise<string> {
  const built = join(folder, "built");
  await mkdir(built);
  await cp(loopback, join(built, "loopback.mjs"));
  await build({
    absWorkingDir: folder,
    entryPoints: [
      { in: program, out: "run-client" },
      ...names.map((name) => ({ in: `./${name}.ts`, out: name })),
    ],
    outdir: built,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  return built;
}
