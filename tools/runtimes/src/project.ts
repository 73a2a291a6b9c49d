import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installProject, type Tarball } from "@refresh-once/packed";
import { build } from "esbuild";
import type { Peers } from "./runtime.ts";

/** A user's project with the packed packages, and the scenario in it as a user would have it there. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
}

const wanted = ["core", "fetch", "axios", "openapi-fetch", "providers", "encryption", "dpop"];

const entries = ["process", "page", "worker", "file-process"];

export async function openProject(all: readonly Tarball[], peers: Peers): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-runtimes-"));
  const tarballs = all.filter(({ name }) => wanted.includes(name.replace("@refresh-once/", "")));
  await installProject(folder, { tarballs, dependencies: { ...peers } });
  await build({
    entryPoints: entries.map((name) =>
      fileURLToPath(new URL(`../scenario/${name}.ts`, import.meta.url)),
    ),
    outdir: folder,
    bundle: true,
    // The runtimes find the packages by themselves.
    packages: "external",
    format: "esm",
    target: "es2022",
  });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** One script with the packages in it, for what cannot look for them in folders. */
export async function bundleFor(folder: string, entry: "page" | "worker"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, `${entry}.js`)],
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: entry === "worker" ? ["workerd", "worker", "browser"] : ["browser"],
  });
  return outputFiles[0]?.text ?? "";
}
