import type { Rule } from "../held.ts";

const always = ["LICENSE", "README.md", "package.json"];
const built = [".js", ".js.map", ".d.ts", ".d.ts.map"];
const source = /^src\/(?!.*\.(?:test|spec|d)\.ts$)(.+)\.ts$/;

/** A license, a page, the sources, and four files in `dist` for each of these. */
export const files: Rule = {
  holds: "a tarball has its sources, what is built of each, README, LICENSE, and nothing else",
  violations: (packages) =>
    packages.flatMap(({ name, files }) => {
      const expected = expectedOf(files);
      const missing = expected.filter((file) => !files.includes(file));
      const surplus = files.filter((file) => !expected.includes(file));
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
      ...built.map((end) => `dist/${module}${end}`),
    ]),
  ];
}
