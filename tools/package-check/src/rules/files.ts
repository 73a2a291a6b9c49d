import type { Rule } from "../held.ts";
import type { Manifest } from "../manifest.ts";

const always = ["LICENSE", "README.md", "package.json"];
const types = [".d.ts", ".d.ts.map"];
const code = [".js", ".js.map"];
/** What two entries have in common, by a name of its content. */
const shared = /^dist\/shared-[A-Z\d]{8}\.js(?:\.map)?$/;
const source = /^src\/(?!.*\.(?:test|spec|d)\.ts$)(.+)\.ts$/;

/** A license, a page, the sources, in `dist` the types of each, and the code of an entry in one file. */
export const files: Rule = {
  holds: "a tarball has its sources, what is built of each, README, LICENSE, and nothing else",
  violations: (packages) =>
    packages.flatMap(({ name, files, manifest }) => {
      const expected = [...expectedOf(files), ...codeOf(manifest.exports)];
      const missing = expected.filter((file) => !files.includes(file));
      const surplus = files.filter((file) => !expected.includes(file) && !shared.test(file));
      return [
        ...missing.map((file) => `${name}: ${file} is missing`),
        ...surplus.map((file) => `${name}: ${file} does not belong there, or its source is gone`),
      ];
    }),
};

function expectedOf(files: readonly string[]): string[] {
  const modules = files.flatMap((file) => source.exec(file)?.[1] ?? []);
  return [
    ...always,
    ...modules.flatMap((module) => [
      `src/${module}.ts`,
      ...types.map((end) => `dist/${module}${end}`),
    ]),
  ];
}

function codeOf(exports: Manifest["exports"]): string[] {
  return Object.values(exports ?? {}).flatMap(({ default: file = "" }) => {
    const module = file.replace(/^\.\/(.*)\.js$/, "$1");
    return code.map((end) => module + end);
  });
}
