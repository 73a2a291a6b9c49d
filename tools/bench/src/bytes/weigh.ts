import { basename } from "node:path";
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

/** What each entry weighs in gzip alone: brotli takes far longer. */
export async function gzipSizes(all: readonly Entry[]): Promise<readonly number[]> {
  const texts = await bundledTogether(all);
  return texts.map((text) => gzipSync(text, { level: 9 }).byteLength);
}

/** The text of each entry's bundle. */
export async function textsOf(all: readonly Entry[]): Promise<readonly string[]> {
  const contents = await bundledTogether(all);
  return contents.map((content) => new TextDecoder().decode(content));
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
 * How many bytes each name of core needs in a bundle. Core is published as a module in which all of its
 * files are joined, so a bundler can drop the others only if nothing in them runs when they are loaded.
 */
export async function minifiedAlone(names: readonly string[]): Promise<readonly number[]> {
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
  const entries = names.map((name): Entry => {
    return { code: `export { ${name} } from "published";`, platform: "browser" };
  });
  const bundles = await bundledTogether(entries, [published]);
  return bundles.map(({ byteLength }) => byteLength);
}

/**
 * The content of each entry's own bundle, in their order. Entries with the same settings are bundled
 * by one build, because a build reads and parses each module once.
 */
async function bundledTogether(
  all: readonly Entry[],
  plugins: readonly Plugin[] = [],
): Promise<readonly Uint8Array[]> {
  const settingsOf = ({ platform, external = [] }: Entry) => JSON.stringify([platform, external]);
  const builds = [...new Set(all.map(settingsOf))].map(async (settings) => {
    const alike = all.filter((entry) => settingsOf(entry) === settings);
    const contents = await builtAtOnce(alike, plugins);
    return alike.map((entry, index) => [entry, contents[index]] as const);
  });
  const contentOf = new Map((await Promise.all(builds)).flat());
  return all.map((entry) => {
    const content = contentOf.get(entry);
    if (!content) throw new Error(`nothing was bundled of ${entry.code}`);
    return content;
  });
}

/** @param alike entries with the same platform and the same external packages */
async function builtAtOnce(
  alike: readonly Entry[],
  plugins: readonly Plugin[],
): Promise<readonly (Uint8Array | undefined)[]> {
  const [first] = alike;
  if (!first) return [];
  const texts: Plugin = {
    name: "texts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^text:/ }, ({ path }) => ({ path, namespace: "text" }));
      onLoad({ filter: /.*/, namespace: "text" }, ({ path }) => {
        const contents = alike[Number(path.slice("text:".length))]?.code ?? "";
        return { contents, resolveDir, loader: "ts" };
      });
    },
  };
  const { outputFiles } = await build({
    ...optionsOf(first),
    entryPoints: alike.map((_, index) => ({ in: `text:${index}`, out: `${index}` })),
    outdir: "/",
    plugins: [texts, ...plugins],
    write: false,
  });
  return alike.map(
    (_, index) => outputFiles.find(({ path }) => basename(path) === `${index}.js`)?.contents,
  );
}

function bundled(entry: Entry, options: Pick<BuildOptions, "minify"> = {}) {
  return build({
    ...optionsOf(entry),
    ...options,
    stdin: { contents: entry.code, resolveDir, loader: "ts" },
    write: false,
    metafile: true,
  });
}

function optionsOf({ platform, external = [] }: Entry) {
  return {
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    external: [...external],
    conditions: ["@refresh-once/source"],
    legalComments: "none",
    logLevel: "error",
  } satisfies BuildOptions;
}
