import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packPackages } from "@refresh-once/packed";
import { clientChecks } from "./clients/checks.ts";
import { installEverything, thirdParties } from "./everything.ts";
import { formatChecks } from "./formats.ts";
import { type Check, report } from "./held.ts";
import { inLanes } from "./lanes.ts";
import type { PackedPackage } from "./packed-package.ts";
import { quickStartChecks } from "./quick-start/checks.ts";
import { quickStartsOf } from "./quick-start/quick-starts.ts";
import { rules } from "./rules/index.ts";
import { bundlerChecks } from "./tools/bundlers.ts";
import { jestChecks } from "./tools/jest.ts";
import { typeChecks } from "./types/checks.ts";

const root = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));

interface Flags {
  /** Whether each is checked with every tool that users may have, instead of a few. */
  readonly full: boolean;
  /** Names of the groups that are checked, with commas between them; default: all. */
  readonly only?: string | undefined;
  /** Where the tarballs that were checked stay. */
  readonly keep?: string | undefined;
}

/** Groups that take long, for what they install. */
const onlyInFull: readonly string[] = ["clients", "jest", "bundlers"];

/** Packs and installs the packages, and gives what is to be held of them. */
async function checksIn(folder: string, { full, keep, only }: Flags): Promise<Check[]> {
  // npm has changed the folder since it was typed.
  const packed = keep ? resolve(process.env.INIT_CWD ?? "", keep) : join(folder, "tarballs");
  await mkdir(packed, { recursive: true });
  const ranges = await thirdParties(root, await readdir(join(root, "packages")));
  const tarballs = await packPackages(packed);
  const everything = await installEverything(join(folder, "everything"), tarballs, ranges);
  const { packages } = everything;
  const place = { root, folder, everything: everything.folder, packages, ranges };
  const quickStarts = await quickStartsOf(place);
  const blocks = quickStarts.map(({ block }) => block);
  const groups: Readonly<Record<string, () => readonly Check[] | Promise<readonly Check[]>>> = {
    "quick-starts": () => quickStartChecks(place, quickStarts),
    types: () => typeChecks(everything, blocks, full),
    formats: () => formatChecks(everything),
    rules: () => ruleChecks(packages),
    clients: () => clientChecks(place),
    jest: () => jestChecks(folder, tarballs, ranges),
    bundlers: () => bundlerChecks(folder, packages, ranges),
  };
  const all = Object.keys(groups).filter((name) => full || !onlyInFull.includes(name));
  const chosen = only?.split(",") ?? all;
  const checks = await Promise.all(chosen.map((name) => groups[name]?.() ?? noGroup(name, groups)));
  return checks.flat();
}

function ruleChecks(packages: readonly PackedPackage[]): Check[] {
  return rules.map(({ holds, violations }) => ({
    holds,
    find: async () => ({ violations: await violations(packages) }),
  }));
}

function noGroup(name: string, groups: object): never {
  throw new TypeError(`--only: "${name}" is none of ${Object.keys(groups).join(", ")}`);
}

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    keep: { type: "string" },
    only: { type: "string" },
  },
});
const folder = await mkdtemp(join(tmpdir(), "refresh-once-package-check-"));
let count = 0;
try {
  const checks = await checksIn(folder, values);
  const counts = await inLanes(availableParallelism(), checks, report);
  count = counts.reduce((sum, one) => sum + one, 0);
  console.log(`${checks.length} things to hold: ${count} violations`);
} catch (error) {
  count++;
  console.log(`NOT HELD: the packages can be packed, and installed together\n  ${error}`);
} finally {
  await rm(folder, { recursive: true });
}
if (count > 0) process.exitCode = 1;
