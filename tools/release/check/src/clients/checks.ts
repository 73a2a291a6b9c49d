import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Check } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";
import { runNode } from "../run-node.ts";
import { clientPageOf, type Module } from "./client-page.ts";
import { type ClientProject, makeClientProject } from "./client-project.ts";

/** From where the page and the packages are taken, and where a project may be made. */
interface Place {
  readonly root: string;
  readonly folder: string;
  readonly packages: readonly PackedPackage[];
}

const pageName = "docs/clients.md";

/** Every client of the page: it needs one refresh, and tells its caller of a login that has ended. */
export async function clientChecks({ root, folder, packages }: Place): Promise<Check[]> {
  const page = clientPageOf(pageName, await readFile(join(root, pageName), "utf8"));
  let made: Promise<ClientProject> | undefined;
  const project = () => (made ??= makeClientProject(join(folder, "clients"), page, packages));
  return [
    {
      holds: `every client in the table of ${pageName} has a snippet`,
      find: async () => ({ violations: page.withoutSnippet }),
    },
    {
      holds: `the snippets of ${pageName} compile beside the types of their clients`,
      find: async () => ({ violations: await compile(await project()) }),
    },
    ...page.clients.map((client) => ({
      holds: `${client.heading} works as ${pageName} says`,
      find: async () => ({ violations: await run(await project(), client) }),
    })),
  ];
}

async function compile({ folder }: ClientProject): Promise<string[]> {
  const { code, printed } = await runNode(folder, ["node_modules/typescript/bin/tsc"]);
  return code === 0 ? [] : [`tsc ended with ${code}`, ...linesOf(printed)];
}

/** supabase-js looks for it, and Node.js 20 has it only when it is told to. */
const flags = "WebSocket" in globalThis ? [] : ["--experimental-websocket"];

async function run({ built }: ClientProject, { name }: Module): Promise<string[]> {
  const { code, printed } = await runNode(built, [...flags, "run-client.js", `./${name}.js`]);
  return code === 0 ? [] : [`it ended with ${code ?? "a signal"}`, ...linesOf(printed)];
}

function linesOf(printed: string): string[] {
  return printed.split("\n").filter(Boolean);
}
