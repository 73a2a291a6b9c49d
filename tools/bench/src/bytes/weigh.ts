import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type BuildOptions, build, type Platform, type Plugin } from "esbuild";

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

/** The text of an entry's bundle. */
export async function textOf(entry: Entry): Promise<string> {
  const { outputFiles } = await bundled(entry);
  return outputFiles.map(({ text }) => text).join("\n");
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

/**
 * How many bytes one name of core needs in a bundle. Core is published as a module in which all of its
 * files are joined, so a bundler can drop the others only if nothing in them runs when they are loaded.
 */
export async function minifiedAlone(name: string): Promise<number> {
  const all = 'export * from "@refresh-once/core";';
  const joined = await bundled({ code: all, platform: "browser" }, { minify: false });
  const [contents] = joined.outputFiles.map(({ text }) => text);
  const published: Plugin = {
    name: "published",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^published$/ }, ({ path }) => ({ path, namespace: path }));
      onLoad({ filter: /.*/, namespace: "published" }, () => ({ contents: contents ?? "" }));
    },
  };
  const entry = { code: `export { ${name} } from "published";`, platform: "browser" } as const;
  const { outputFiles } = await bundled(entry, { plugins: [published] });
  return outputFiles.reduce((sum, file) => sum + file.contents.byteLength, 0);
}

function bundled(
  { code, platform, external = [] }: Entry,
  options: Pick<BuildOptions, "minify" | "plugins"> = {},
) {
  return build({
    stdin: { contents: code, resolveDir, loader: "ts" },
    bundle: true,
    minify: true,
    ...options,
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
