import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

/** A module and all that it imports in one JavaScript file. */
export interface Bundle extends AsyncDisposable {
  readonly module: URL;
}

/** What was built already: tests start the same worker again and again. */
const built = new Map<string, Promise<Uint8Array>>();

/** Bundles one of our modules: where processes start by the hundred, each would compile it anew. */
export async function bundle(module: URL): Promise<Bundle> {
  const code = built.get(module.href) ?? buildOne(module);
  built.set(module.href, code);
  return write(await code);
}

/** Modules that are bundled together, by name. */
export interface Bundles<Name extends string> extends AsyncDisposable {
  moduleOf(name: Name): URL;
}

/**
 * Bundles some of our modules together. Code that they share, or that is only imported on demand, gets files of its
 * own: a process then compiles nothing that it does not use.
 *
 * @param installed packages that stay where they are installed. It must name a CommonJS package that is only imported
 * on demand: its file would have no named exports
 */
export async function bundleTogether<Name extends string>(
  sources: ReadonlyMap<Name, URL>,
  installed: readonly string[] = [],
): Promise<Bundles<Name>> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-bundles-"));
  await build({
    ...options,
    entryPoints: [...sources].map(([name, source]) => ({ in: fileURLToPath(source), out: name })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    plugins: [inPlace((path) => installed.includes(path))],
  });
  return {
    moduleOf: (name) => pathToFileURL(join(folder, `${name}.mjs`)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/**
 * Bundles the main module of a program. It finds its worker modules beside its sources, and the
 * packages of others where they are installed.
 */
export async function bundleProgram(main: URL): Promise<Bundle> {
  const define = { "import.meta.url": sourceUrl };
  // esbuild, which our programs use, cannot be bundled.
  const plugins = [inPlace((path) => !path.startsWith("@refresh-once/")), withSourceUrl];
  return write(await buildOne(main, { define, plugins }));
}

const options = {
  bundle: true,
  platform: "node",
  // The oldest that is supported: it has no `using`.
  target: "node20.19",
  format: "esm",
  conditions: ["@refresh-once/source"],
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
} satisfies BuildOptions;

async function buildOne(module: URL, more: BuildOptions = {}): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [fileURLToPath(module)],
    write: false,
    ...more,
  });
  const file = outputFiles?.[0];
  if (!file) throw new Error(`esbuild made nothing of ${module.pathname}`);
  return file.contents;
}

async function write(code: Uint8Array): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-bundle-"));
  const file = join(folder, "worker.mjs");
  await writeFile(file, code);
  return {
    module: pathToFileURL(file),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Each module has a constant of this name in place of `import.meta.url`. */
const sourceUrl = "sourceUrlOfThisModule";

/** Says that an import is looked up by `inPlace` itself. */
const isLookup = Symbol("lookup");

/** Leaves some packages where they are installed. */
const inPlace = (isInstalled: (path: string) => boolean): Plugin => ({
  name: "in place",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, kind, resolveDir }) => {
      if (kind === "entry-point" || pluginData === isLookup || !isInstalled(path)) return undefined;
      const found = await build.resolve(path, { kind, resolveDir, pluginData: isLookup });
      return { path: found.path, errors: found.errors, external: true };
    });
  },
});

const withSourceUrl: Plugin = {
  name: "source URL",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      const code = await readFile(path, "utf8");
      return { contents: `const ${sourceUrl} = ${url};${code}`, loader: "ts" };
    });
  },
};
