import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const shared = {
  outdir: "dist",
  bundle: true,
  target: "es2022",
  sourcemap: true,
  // The sources are in the package.
  sourcesContent: false,
  logLevel: "warning",
};

/**
 * Makes one ES module for each entry, as loading many takes longer than running them; what two entries
 * have in common is a third.
 *
 * @param {readonly string[]} entryPoints
 * @returns {Promise<string[]>} the modules that were written
 */
export async function bundleModules(entryPoints) {
  const { metafile } = await build({
    ...shared,
    entryPoints: [...entryPoints],
    outbase: "src",
    chunkNames: "shared-[hash]",
    splitting: entryPoints.length > 1,
    format: "esm",
    packages: "external",
    metafile: true,
  });
  return Object.keys(metafile.outputs).filter((file) => file.endsWith(".js"));
}

/**
 * Makes a CommonJS file of each of these modules. They load each other, so that two entries have the
 * code and the state in common also here.
 *
 * @param {readonly string[]} modules
 * @param {readonly string[]} dependencies of the package
 */
export async function bundleCommonJs(modules, dependencies) {
  const inlined = await onlyModules(dependencies);
  await build({
    ...shared,
    entryPoints: [...modules],
    outbase: "dist",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    platform: "node",
    // Jest and others that run CommonJS in a context of their own refuse import().
    supported: { "dynamic-import": false },
    sourcesContent: inlined.length > 0,
    banner: { js: await licensesOf(inlined) },
    plugins: [siblingsAsCommonJs(inlined.map(({ name }) => name))],
  });
}

/** Leaves imports as they are, except the files of the package and what only exists as an ES module. */
function siblingsAsCommonJs(inlined) {
  return {
    name: "siblings-as-commonjs",
    setup({ onResolve, onLoad }) {
      // Without its own map, which leads to sources that may not be in the dependency's package.
      onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        return { contents: text.replace(/^\/\/# sourceMappingURL=.*$/m, "") };
      });
      onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
        if (kind === "entry-point" || importer.includes("/node_modules/")) return undefined;
        if (path.startsWith(".")) return { path: path.replace(/\.js$/, ".cjs"), external: true };
        return inlined.includes(path) ? undefined : { path, external: true };
      });
    },
  };
}

/**
 * Those of some dependencies that have no CommonJS. Node.js can `require()` them, but Jest and older
 * bundlers cannot, so that their code goes into the CommonJS files.
 */
async function onlyModules(names) {
  const all = await Promise.all(names.map((name) => installed(name)));
  return all.filter(
    ({ manifest }) =>
      manifest.type === "module" && !JSON.stringify(manifest.exports ?? "").includes('"require"'),
  );
}

/** npm installs a dependency beside the package or above it. */
async function installed(name, from = process.cwd()) {
  const folder = join(from, "node_modules", name);
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
  if (text !== undefined) return { name, folder, manifest: JSON.parse(text) };
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return installed(name, dirname(from));
}

/** Whoever distributes their code has to name its authors and its license. */
async function licensesOf(inlined) {
  const texts = inlined.map(async ({ name, folder, manifest }) => {
    const license = await readFile(join(folder, "LICENSE.md"), "utf8");
    return `/*!\n${name} ${manifest.version}\n\n${license.trim()}\n*/`;
  });
  return (await Promise.all(texts)).join("\n");
}
