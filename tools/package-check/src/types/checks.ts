import { join } from "node:path";
import type { Block } from "@refresh-once/readme-check/blocks";
import type { Everything } from "../everything.ts";
import type { Check, Found } from "../held.ts";
import { type Compiler, compilers, installCompilers, outermost } from "./compilers.ts";
import { prepareTypes } from "./prepare-types.ts";
import type { Setting } from "./settings.ts";
import { Typecheck } from "./typecheck.ts";

/** The compilers by all settings; or, as a short form, the newest by all and the oldest by what is Node's. */
export async function typeChecks(
  everything: Everything,
  blocks: readonly Block[],
  isFull: boolean,
): Promise<Check[]> {
  const versions = isFull ? compilers : outermost;
  const [settings, tsc] = await Promise.all([
    prepareTypes(everything, blocks),
    installCompilers(join(everything.folder, "../compilers"), versions),
  ]);
  return [...tsc].flatMap(([version, path]) => {
    const compiler = new Typecheck(version, everything.folder, path);
    return settings
      .filter((setting) => isFull || isOfShortForm(version, setting))
      .filter((setting) => compiler.applies(setting))
      .map((setting) => ({
        holds: `TypeScript ${version} compiles it as ${setting.name}, with skipLibCheck: false`,
        find: () => find(compiler, setting),
      }));
  });
}

function isOfShortForm(version: Compiler, { name }: Setting): boolean {
  return version === outermost.at(-1) || name === "nodenext" || name === "bundler";
}

async function find(compiler: Typecheck, setting: Setting): Promise<Found> {
  const { ours, theirs } = await compiler.compile(setting);
  const files = new Set(theirs.map((line) => line.replace(/\(.*/, "")));
  const remarks = [...files].map((file) => `${file} does not compile without us either`);
  return { violations: ours, remarks };
}
