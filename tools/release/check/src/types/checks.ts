import { join } from "node:path";
import type { Block } from "@refresh-once/readme-check/blocks";
import type { Everything } from "../everything.ts";
import type { Check, Found } from "../held.ts";
import { type Compiler, compilers, installCompilers, outermost } from "./compilers.ts";
import { prepareTypes } from "./prepare-types.ts";
import { applies, type Setting } from "./settings.ts";
import { Typecheck } from "./typecheck.ts";

/** What the short form has of each compiler: what most projects are, and what is most likely to break. */
const shortForm: Partial<Record<Compiler, readonly string[]>> = {
  "5.4.5": ["node10", "node16-cjs", "bundler"],
  "7.0.2": ["nodenext", "node16-cjs", "bundler", "browser"],
};

/** The compilers by all settings; or, as a short form, the newest and the oldest by some. */
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
      .filter((setting) => isFull || shortForm[version]?.includes(setting.name))
      .filter((setting) => applies(version, setting))
      .map((setting) => ({
        holds: `TypeScript ${version} compiles it as ${setting.name}, with skipLibCheck: false`,
        find: () => find(compiler, setting),
      }));
  });
}

async function find(compiler: Typecheck, setting: Setting): Promise<Found> {
  const { ours, theirs } = await compiler.compile(setting);
  const files = new Set(theirs.map((line) => line.replace(/\(.*/, "")));
  const remarks = [...files].map((file) => `${file} does not compile without us either`);
  return { violations: ours, remarks };
}
