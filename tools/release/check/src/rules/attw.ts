import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

/** @see {@link https://arethetypeswrong.github.io what it finds} */
export const attw: Rule = {
  holds: "are-the-types-wrong finds no problem, from node10 to bundlers",
  violations: async (packages) => (await Promise.all(packages.map(problemsOf))).flat(),
};

async function problemsOf({ name, path }: PackedPackage): Promise<string[]> {
  const data = createPackageFromTarballData(Uint8Array.from(await readFile(path)));
  const analysis = await checkPackage(data);
  if (!analysis.types) return [`${name}: it has no types`];
  return analysis.problems.map((problem) => `${name}: ${JSON.stringify(problem)}`);
}
