import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packPackages } from "@refresh-once/packed";
import { installEverything, thirdParties } from "./everything.ts";
import { type Check, report } from "./held.ts";
import { inLanes } from "./lanes.ts";
import { quickStartChecks } from "./quick-start/checks.ts";
import { quickStartsOf } from "./quick-start/quick-starts.ts";
import { requireAll } from "./require-all.ts";
import { rules } from "./rules/index.ts";
import { typeChecks } from "./types/checks.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Packs and installs the packages, and gives what is to be held of them. */
async function checksIn(folder: string, isFull: boolean): Promise<Check[]> {
  await mkdir(join(folder, "tarballs"));
  const ranges = await thirdParties(root, await readdir(join(root, "packages")));
  const tarballs = await packPackages(join(folder, "tarballs"));
  const everything = await installEverything(join(folder, "everything"), tarballs, ranges);
  const { packages } = everything;
  const place = { root, folder, everything: everything.folder, packages, ranges };
  const quickStarts = await quickStartsOf(place);
  const blocks = quickStarts.map(({ block }) => block);
  return [
    ...quickStartChecks(place, quickStarts),
    ...(await typeChecks(everything, blocks, isFull)),
    { holds: "every entry works by require()", find: () => requireAll(everything) },
    ...rules.map(({ holds, violations }) => ({
      holds,
      find: async () => ({ violations: await violations(packages) }),
    })),
  ];
}

const folder = await mkdtemp(join(tmpdir(), "refresh-once-package-check-"));
let count = 0;
try {
  const checks = await checksIn(folder, process.argv.includes("--full"));
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
