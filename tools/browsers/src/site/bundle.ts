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

/** All scripts of the site. */
export const scriptNames: readonly ScriptName[] = [
  "tab",
  "worker",
  "shared-worker",
  "service-worker",
  "suite",
  "suite-page",
  "stores",
  "dpop",
  "dpop-worker",
  "device-key",
  "peer-tab",
];

/** The modules of Node.js that the store suite imports, for browsers. */
const alias = Object.fromEntries(
  ["assert", "assert/strict", "crypto", "timers/promises", "util"].map((name) => {
    const file = name.replace("/strict", "").replace("/", "-");
    return [`node:${name}`, fileURLToPath(new URL(`node/${file}.ts`, pages))];
  }),
);

/**
 * Bundles a script with all that it imports.
 *
 * @param constants global constants of the script
 */
export async function bundle(
  name: ScriptName,
  constants: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entries[name], pages))],
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
  return outputFiles[0]?.text ?? "";
}
