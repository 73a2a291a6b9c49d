import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installProject, type Tarball } from "@refresh-once/packed";
import { clients } from "../everything.ts";
import type { Check, Found } from "../held.ts";
import { runNode } from "../run-node.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/jest", import.meta.url));

/** With which Jest users test, in the versions that they may have. */
const versions = ["29", "30"] as const;

/** What a project is configured by; Babel is what Jest takes by itself. */
const configurations = { "ts-jest": { preset: "ts-jest" }, Babel: {} } as const;

const compilers = {
  "ts-jest": "^29.4.0",
  typescript: "~5.9.3",
  "@babel/core": "^7.27.0",
  "@babel/preset-env": "^7.27.0",
  "@babel/preset-typescript": "^7.27.0",
};

/** Jest takes our packages in a project that has no other configuration. */
export function jestChecks(
  folder: string,
  tarballs: readonly Tarball[],
  ranges: Readonly<Record<string, string>>,
): Check[] {
  return versions.flatMap((version) => {
    let installed: Promise<string> | undefined;
    const project = () => {
      installed ??= install(join(folder, `jest-${version}`), version, tarballs, ranges);
      return installed;
    };
    return Object.entries(configurations).map(([name, configuration]) => ({
      holds: `Jest ${version} with ${name} takes every package, without further configuration`,
      find: async () => runJest(await project(), configuration),
    }));
  });
}

async function install(
  folder: string,
  version: string,
  tarballs: readonly Tarball[],
  ranges: Readonly<Record<string, string>>,
): Promise<string> {
  const third = Object.fromEntries(clients.map((name) => [name, ranges[name] ?? "*"]));
  const jest = { jest: `^${version}`, "@types/jest": `^${version}`, "@types/node": "^20" };
  const dependencies = { ...third, ...compilers, ...jest };
  await installProject(folder, { tarballs, dependencies, type: "commonjs" });
  await cp(fixtures, folder, { recursive: true });
  return folder;
}

async function runJest(folder: string, configuration: object): Promise<Found> {
  const config = JSON.stringify({ rootDir: folder, ...configuration });
  const flags = ["node_modules/jest/bin/jest.js", "--ci", "--config", config];
  const { code, printed } = await runNode(folder, flags);
  return { violations: code === 0 ? [] : [printed] };
}
