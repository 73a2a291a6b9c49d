import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, type Platform } from "esbuild";

/** What is bundled into one file. */
export interface Entry {
  /** What a user's program would import, as a module's text. */
  readonly code: string;
  readonly platform: Platform;
  /** Packages that are left out: the user has them anyway. */
  readonly external?: readonly string[];
}

/** Of one file, bytes. */
export interface Weight {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

const resolveDir = new URL("../..", import.meta.url).pathname;

/** Bundles an entry with all that it needs, and compresses it as far as it goes. */
export async function weigh(entry: Entry): Promise<Weight> {
  const { outputFiles } = await bundled(entry);
  const [file] = outputFiles;
  if (!file) throw new Error("nothing was bundled");
  const { contents } = file;
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY };
  return {
    minified: contents.byteLength,
    gzip: gzipSync(contents, { level: 9 }).byteLength,
    brotli: brotliCompressSync(contents, { params }).byteLength,
  };
}

/** What one module adds to a bundle, bytes. */
export interface Part {
  readonly module: string;
  readonly minified: number;
}

/** Of what an entry's bundle is made, the largest first. */
export async function partsOf(entry: Entry): Promise<readonly Part[]> {
  const { metafile } = await bundled(entry);
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path, { bytesInOutput }]) => ({
      module: path.replace(/^.*packages\//, "").replace("/src/", "/"),
      minified: bytesInOutput,
    }))
    .filter(({ minified }) => minified > 0)
    .toSorted((a, b) => b.minified - a.minified);
}

function bundled({ code, platform, external = [] }: Entry) {
  return build({
    stdin: { contents: code, resolveDir, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    platform,
    external: [...external],
    conditions: ["@refresh-once/source"],
    legalComments: "none",
    logLevel: "error",
  });
}
