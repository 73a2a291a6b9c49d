import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { packPackages, type Tarball } from "@refresh-once/packed";
import { isThere, programOf } from "./download.ts";
import { runtimesOf } from "./flags.ts";
import { versionOf } from "./program.ts";
import { openProject } from "./project.ts";
import { runRuntime } from "./run-runtime.ts";
import type { Runtime } from "./runtime.ts";
import { failuresOf, type Row, tableOf } from "./table.ts";

const tarballs = await packPackages();
const rows: Row[] = [];
try {
  for (const runtime of runtimesOf(process.argv.slice(2)))
    rows.push(await rowOf(runtime, tarballs));
} finally {
  await rm(dirname(tarballs[0]?.path ?? ""), { recursive: true });
}
console.log(`\n${tableOf(rows)}`);
if (rows.some((row) => failuresOf(row).length > 0)) process.exitCode = 1;

/** A project for each: none finds what another has left there. */
async function rowOf(runtime: Runtime, tarballs: readonly Tarball[]): Promise<Row> {
  const program = await programOf(runtime.found);
  if (!(await isThere(program))) return { runtime };
  await using project = await openProject(tarballs, runtime.peers);
  const outcome = await runRuntime(runtime, program, project.folder);
  const row = { runtime, version: await versionOf(program), outcome };
  const failures = failuresOf(row);
  console.log(`${runtime.id}: ${failures.length ? "fails" : "holds"}`);
  for (const failure of failures) console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
  return row;
}
