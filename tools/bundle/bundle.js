#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

/**
 * Makes `dist/` of the package in the working directory: one file an entry, as loading many takes
 * longer than running them; what two entries have in common is a third. The types are tsc's.
 */
const { exports } = JSON.parse(await readFile("package.json", "utf8"));
const entries = Object.values(exports).map((entry) => entry["@refresh-once/source"]);

await build({
  entryPoints: entries,
  outbase: "src",
  outdir: "dist",
  chunkNames: "shared-[hash]",
  bundle: true,
  splitting: entries.length > 1,
  format: "esm",
  target: "es2022",
  packages: "external",
  sourcemap: true,
  // The sources are in the package.
  sourcesContent: false,
});
