import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Run } from "./runs.ts";

/** What an exhaustive search found. */
export interface Finding {
  readonly run: Run;
  readonly states: number;
  /** In ms, including the compilation. */
  readonly took: number;
  /** The property that does not hold, or that the search did not come to its end. */
  readonly violated: string | undefined;
}

const execute = promisify(execFile);
const protocol = fileURLToPath(new URL("protocol.pml", import.meta.url));

/** A command that is not installed on this machine. */
export async function missingTool(): Promise<string | undefined> {
  for (const [tool, version] of [
    ["spin", "-V"],
    ["cc", "--version"],
  ] as const) {
    const found = await execute(tool, [version]).then(
      () => true,
      () => false,
    );
    if (!found) return tool;
  }
  return undefined;
}

/** The shell commands that print the schedule of a counterexample. */
export function replayCommand({ defines }: Run): string {
  const flags = defines.map((define) => `-D${define}`).join(" ");
  const [compile, search] = isAboutAnswers(defines) ? ["", "-a -f"] : ["-DSAFETY -DREACH", "-i"];
  return [
    `spin -a ${flags} ${protocol}`,
    `cc -w -O2 ${compile} -o pan pan.c`,
    `./pan ${search} -m1000`,
    `spin -k protocol.pml.trail -p ${flags} ${protocol}`,
  ].join(" && ");
}

/**
 * Generates the program that searches, compiles it, and runs it.
 *
 * @param optimized whether to let the C compiler optimize, which pays off for millions of states
 */
export async function check(run: Run, optimized: boolean): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-model-"));
  const startedAt = performance.now();
  try {
    const output = await search(folder, run, optimized ? "-O2" : "-O0");
    const took = performance.now() - startedAt;
    const states = Number(/([\d.e+]+) states, stored/.exec(output)?.[1] ?? 0);
    return { run, states, took, violated: violationIn(output) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The first violation that spin reports. A search that was cut short proves nothing. */
export function violationIn(output: string): string | undefined {
  const assertion = /assertion violated (.*) \(at depth/.exec(output)?.[1];
  if (assertion !== undefined) return propertyOf(assertion);
  if (/acceptance cycle/.test(output)) return "P4";
  if (/invalid end state \(/.test(output)) return "P4";
  const isWhole = /errors: 0/.test(output) && !/not completed|depth too small/.test(output);
  return isWhole ? undefined : "not searched to its end";
}

/** Each property has variables that only its assertions read (endpoint.pml, folder.pml, process.pml). */
function propertyOf(assertion: string): string {
  if (/denied|received/.test(assertion)) return "first rule";
  if (/sent|waiting/.test(assertion)) return "P1";
  if (/held|journaled/.test(assertion)) return "P2";
  if (/file|record/.test(assertion)) return "P3";
  return `bounds are too small: ${assertion}`;
}

function isAboutAnswers(defines: readonly string[]): boolean {
  return defines.includes("ANSWERED_BY_ALL");
}

async function search(cwd: string, { defines }: Run, level: string): Promise<string> {
  const flags = defines.map((define) => `-D${define}`);
  const [compile, options] = isAboutAnswers(defines) ? [[], ["-a", "-f"]] : [["-DSAFETY"], []];
  const all = ["-w", level, "-DCOLLAPSE", "-DMEMLIM=3800", ...compile];
  await execute("spin", ["-a", ...flags, protocol], { cwd });
  await execute("cc", [...all, "-o", "pan", "pan.c"], { cwd });
  const { stdout } = await execute("./pan", [...options, "-n", "-m200000"], { cwd });
  return stdout;
}
