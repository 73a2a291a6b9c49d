import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const pages = new URL("../../pages/", import.meta.url);

/** Scripts of pages and workers, by the name under which the site serves them. */
const entries = {
  tab: "app/tab.ts",
  worker: "app/worker.ts",
  "shared-worker": "app/shared-worker.ts",
  "service-worker": "app/service-worker.ts",
  suite: "store-suite/suite.ts",
  "suite-page": "store-suite/suite-page.ts",
  stores: "store-suite/stores.ts",
  dpop: "dpop/dpop.ts",
  "dpop-worker": "dpop/dpop-worker.ts",
  "device-key": "device-key/device-key.ts",
  "peer-tab": "peers/peer-tab.ts",
} as const;

/** A script of the site. */
export type ScriptName = keyof typeof entries;

/** The modules of Node.js that the store suite imports, for browsers. */
const alias = Object.fromEntries(
  ["assert", "assert/strict", "crypto", "timers/promises", "util"].map((name) => {
    const file = name.replace("/strict", "").replace("/", "-");
    return [`node:${name}`, fileURLToPath(new URL(`node/${file}.ts`, pages))];
  }),
);

/**
 * Bundles each script with all that it imports. One build for all of them reads every module once.
 *
 * @param constants global constants of the scripts
 * @returns the texts of the scripts, by the names of their files: `tab.js`
 */
export async function bundleScripts(
  constants: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: Object.entries(entries).map(([out, file]) => ({
      in: fileURLToPath(new URL(file, pages)),
      out,
    })),
    // Nothing is written, but several outputs need a folder.
    outdir: "/scripts",
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    platform: "browser",
    conditions: ["@refresh-once/source", "browser"],
    alias,
    // The authorization server of the testing package is not used in pages, and esbuild leaves it out.
    external: ["node:http", "node:events"],
    define: {
      "process.env.NODE_DEBUG": "undefined",
      "process.env.NODE_ENV": '"production"',
      global: "globalThis",
      ...Object.fromEntries(
        Object.entries(constants).map(([constant, value]) => [constant, JSON.stringify(value)]),
      ),
    },
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}
