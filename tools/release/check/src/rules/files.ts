import type { Rule } from "../held.ts";
import type { Conditions } from "../manifest.ts";

const always = ["LICENSE", "README.md", "package.json"];
/** What two entries have in common, by a name of its content. */
const shared = /^dist\/shared-[A-Z\d]{8}\.c?js(?:\.map)?$/;
const source = /^src\/(?!.*\.(?:test|spec|d)\.ts$)(.+)\.ts$/;
const declaration = /^dist\/(.+)\.d\.c?ts(?:\.map)?$/;

/** A license, a page, the sources, and in `dist` the code of each entry and command, and the types that it needs. */
export const files: Rule = {
  holds: "a tarball has its sources, what is built of them, README, LICENSE, and nothing else",
  violations: (packages) =>
    packages.flatMap(({ name, files, manifest }) => {
      const expected = [
        ...always,
        ...Object.values(manifest.exports ?? {}).flatMap(builtFor),
        ...Object.values(manifest.bin ?? {}).flatMap((file) => [file, `${file}.map`]),
        ...files.filter((file) => source.test(file)),
      ];
      const missing = expected.filter((file) => !files.includes(file));
      const surplus = files.filter(
        (file) => !expected.includes(file) && !shared.test(file) && !isDeclared(file, files),
      );
      return [
        ...missing.map((file) => `${name}: ${file} is missing`),
        ...surplus.map((file) => `${name}: ${file} does not belong there, or its source is gone`),
      ];
    }),
};

function builtFor({ import: module, require }: Conditions): string[] {
  return [...Object.values(module), ...Object.values(require)]
    .map((target) => target.replace(/^\.\//, ""))
    .flatMap((file) => [file, `${file}.map`]);
}

/** Whether it has the types of a source that is there. */
function isDeclared(file: string, files: readonly string[]): boolean {
  const module = declaration.exec(file)?.[1];
  return module !== undefined && files.includes(`src/${module}.ts`);
}
