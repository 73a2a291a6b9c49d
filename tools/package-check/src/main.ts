import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packPackages } from "@refresh-once/packed";
import { clientChecks } from "./clients/checks.ts";
import { installEverything, thirdParties } from "./everything.ts";
import { type Check, report } from "./held.ts";
import { inLanes } from "./lanes.ts";
import { quickStartChecks } from "./quick-start/checks.ts";
import { quickStartsOf } from "./quick-start/quick-starts.ts";
import { requireAll } from "./require-all.ts";
import { rules } from "./rules/index.ts";
import { typeChecks } from "./types/checks.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

interface Flags {
  /** Whether types are checked by every compiler. */
  readonly full: boolean;
  /** Where the tarballs that were checked stay. */
  readonly keep?: string | undefined;
}

/** Packs and installs the packages, and gives what is to be held of them. */
async function checksIn(folder: string, { full, keep }: Flags): Promise<Check[]> {
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
  return [
    ...quickStartChecks(place, quickStarts),
    ...(await typeChecks(everything, blocks, full)),
    ...(full ? await clientChecks(place) : []),
    { holds: "every entry works by require()", find: () => requireAll(everything) },
    ...rules.map(({ holds, violations }) => ({
      holds,
      find: async () => ({ violations: await violations(packages) }),
    })),
  ];
}

const { values } = parseArgs({
  options: { full: { type: "boolean", default: false }, keep: { type: "string" } },
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
