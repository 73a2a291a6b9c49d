import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** A module and all that it imports in one JavaScript file. */
export interface Bundle extends AsyncDisposable {
  readonly module: URL;
}

/** Bundles one of our modules: where processes start by the hundred, each would compile it anew. */
export async function bundle(module: URL): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-bundle-"));
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(module)],
    outfile,
    bundle: true,
    platform: "node",
    // The oldest that is supported: it has no `using`.
    target: "node20.19",
    format: "esm",
    conditions: ["@refresh-once/source"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return {
    module: pathToFileURL(outfile),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
