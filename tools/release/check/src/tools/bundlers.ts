import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installProject } from "@refresh-once/packed";
import type { Check, Found } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";
import { portable } from "../portable.ts";
import { runNode } from "../run-node.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/bundlers", import.meta.url));

const bundlers = {
  esbuild: "^0.28.2",
  rollup: "^4.40.0",
  "@rollup/plugin-node-resolve": "^16.0.0",
  vite: "^7.0.0",
  webpack: "^5.99.0",
};

/** An application of core and every adapter is bundled for browsers. */
export function bundlerChecks(
  folder: string,
  packages: readonly PackedPackage[],
  ranges: Readonly<Record<string, string>>,
): Check[] {
  let installed: Promise<string> | undefined;
  const project = () => {
    installed ??= install(join(folder, "bundlers"), packages, ranges);
    return installed;
  };
  return ["esbuild", "rollup", "vite", "webpack"].map((name) => ({
    holds: `${name} bundles core and its adapters for browsers without a warning`,
    find: async () => bundle(await project(), name),
  }));
}

async function install(
  folder: string,
  packages: readonly PackedPackage[],
  ranges: Readonly<Record<string, string>>,
): Promise<string> {
  const tarballs = packages.filter(({ name }) => portable.includes(name));
  const third = { axios: ranges.axios ?? "*", "openapi-fetch": ranges["openapi-fetch"] ?? "*" };
  await installProject(folder, { tarballs, dependencies: { ...third, ...bundlers } });
  await cp(fixtures, folder, { recursive: true });
  return folder;
}

async function bundle(folder: string, name: string): Promise<Found> {
  const { code, printed } = await runNode(folder, ["build.mjs", name]);
  const isSilent = code === 0 && printed === "";
  return { violations: isSilent ? [] : [printed || `it ended with ${code}`] };
}
