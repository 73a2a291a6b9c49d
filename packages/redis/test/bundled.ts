import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";

/** A program in one file: with tsx, each process that runs it would compile all of its modules. */
export function useBundled(program: URL): { readonly path: string } {
  let folder: string | undefined;
  const outfile = () => {
    if (folder === undefined) throw new Error("the program is not bundled yet");
    return join(folder, "program.mjs");
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "refresh-once-redis-program-"));
    await build({
      entryPoints: [fileURLToPath(program)],
      outfile: outfile(),
      bundle: true,
      platform: "node",
      target: "node20.19",
      format: "esm",
      conditions: ["@refresh-once/source"],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  return {
    get path() {
      return outfile();
    },
  };
}
