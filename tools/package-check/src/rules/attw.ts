import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

/** What the profile "esm-only" of its command line leaves out: who cannot load ES modules at all. */
const leftOut = ["node10", "node16-cjs"];

/** @see {@link https://arethetypeswrong.github.io what it finds} */
export const attw: Rule = {
  holds: "are-the-types-wrong finds no problem, by its profile for ES modules",
  violations: async (packages) => (await Promise.all(packages.map(problemsOf))).flat(),
};

async function problemsOf({ name, path }: PackedPackage): Promise<string[]> {
  const data = createPackageFromTarballData(Uint8Array.from(await readFile(path)));
  const analysis = await checkPackage(data);
  if (!analysis.types) return [`${name}: it has no types`];
  return analysis.problems.filter(counts).map((problem) => `${name}: ${JSON.stringify(problem)}`);
}

function counts(problem: Problem): boolean {
  return !("resolutionKind" in problem) || !leftOut.includes(problem.resolutionKind);
}
