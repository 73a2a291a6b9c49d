import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Rule } from "../src/held.ts";
import { conditionsOf, entries } from "../src/rules/entries.ts";
import { files } from "../src/rules/files.ts";
import { declared, runsAnywhere } from "../src/rules/imports.ts";
import { links } from "../src/rules/links.ts";
import { license, metadata } from "../src/rules/metadata.ts";
import { noRegistry } from "../src/rules/no-registry.ts";
import { oneCore, siblings } from "../src/rules/siblings.ts";
import { sourceMaps } from "../src/rules/source-maps.ts";
import { core, type OtherFiles, onePackage } from "./one-package.ts";

type Manifest = Parameters<typeof onePackage>[0];

/** What a rule says of a package, beside the core that it asks for. */
async function said(rule: Rule, manifest: Manifest, otherFiles: OtherFiles = {}) {
  return [...(await rule.violations([core, onePackage(manifest, otherFiles)]))];
}

const main = conditionsOf("./src/index.ts");
const withFile = { exports: { ".": main, "./file": conditionsOf("./src/file/index.ts") } };

/** Each with one thing wrong, and the beginning of what is said of it. */
const wrong: readonly (readonly [Rule, string, Manifest, OtherFiles])[] = [
  [files, "test/index.test.ts does not belong", {}, { "test/index.test.ts": "" }],
  [files, "src/index.test.ts does not belong", {}, { "src/index.test.ts": "" }],
  [files, "src/file/tsconfig.json does not belong", {}, { "src/file/tsconfig.json": "" }],
  [files, "dist/gone.js does not belong", {}, { "dist/gone.js": "" }],
  [files, "dist/index.js.map is missing", {}, { "dist/index.js.map": undefined }],
  [files, "dist/index.d.cts is missing", {}, { "dist/index.d.cts": undefined }],
  [files, "dist/gone.d.ts does not belong", {}, { "dist/gone.d.ts": "" }],
  [files, "dist/json.js does not belong", {}, { "src/json.ts": "", "dist/json.js": "" }],
  [files, "LICENSE is missing", {}, { LICENSE: undefined }],
  [metadata, '"type" must', { type: "commonjs" }, {}],
  [metadata, '"sideEffects" must', { sideEffects: true }, {}],
  [metadata, '"license" must', { license: "ISC" }, {}],
  [metadata, '"engines.node" must', { engines: { node: ">=18" } }, {}],
  [metadata, '"description" must', { description: "todo" }, {}],
  [metadata, '"keywords" must have access-token', { keywords: ["a", "b", "c", "d", "e", "f"] }, {}],
  [metadata, '"publishConfig" must', { publishConfig: { registry: "http://127.0.0.1" } }, {}],
  [metadata, 'script "postinstall"', { scripts: { postinstall: "node ." } }, {}],
  [metadata, 'script "prepare"', { scripts: { prepare: "tsc" } }, {}],
  [license, "LICENSE is not that", {}, { LICENSE: "another" }],
  [license, "README.md must begin", {}, { "README.md": "# fetch\n" }],
  [
    links,
    "README.md links to ../core, which",
    {},
    { "README.md": "# @refresh-once/fetch\n[core](../core#a)" },
  ],
  [entries, 'exports has no "."', { exports: {} }, {}],
  [entries, 'exports ".": ./dist/index.js', {}, { "dist/index.js": undefined }],
  [entries, '"main" must be "./dist/index.cjs"', { main: "./dist/index.js" }, {}],
  [entries, '"types" must be "./dist/index.d.cts"', { types: "./dist/index.d.ts" }, {}],
  [entries, '"typesVersions" must be {"*":{"file":["./dist/file/index.d.cts"]}}', withFile, {}],
  [sourceMaps, "dist/index.js names no map", {}, { "dist/index.js": "export {};" }],
  [sourceMaps, "the map of dist/index.js", {}, { "dist/index.js.map": undefined }],
  [sourceMaps, "dist/index.d.ts.map leads to src/index.ts", {}, { "src/index.ts": undefined }],
  [siblings, '"@refresh-once/core": "*"', { devDependencies: { "@refresh-once/core": "*" } }, {}],
  [
    siblings,
    '"@refresh-once/core": "workspace:^"',
    { peerDependencies: { "@refresh-once/core": "workspace:^" } },
    {},
  ],
  [
    siblings,
    '"@refresh-once/core": "^0.2.0"',
    { peerDependencies: { "@refresh-once/core": "^0.2.0" } },
    {},
  ],
  [
    oneCore,
    "@refresh-once/core is a dependency",
    { dependencies: { "@refresh-once/core": "^0.1.0" } },
    {},
  ],
  [oneCore, '@refresh-once/core must be in "peerDependencies"', { peerDependencies: {} }, {}],
  [runsAnywhere, "dist/index.cjs imports node:fs", {}, { "dist/index.cjs": 'require("node:fs");' }],
  [runsAnywhere, "dist/index.js imports node:fs", {}, { "dist/index.js": 'import "node:fs";' }],
  [
    runsAnywhere,
    "dist/other.js imports crypto",
    {},
    { "dist/index.js": 'export * from "./other.js";', "dist/other.js": 'await import("crypto");' },
  ],
  [declared, "dist/index.js imports jose/jwt", {}, { "dist/index.js": 'import "jose/jwt";' }],
  [
    declared,
    "dist/index.d.ts imports @types/pg",
    {},
    { "dist/index.d.ts": 'export type A = import("@types/pg").Pool;' },
  ],
  [noRegistry, "README.md names registry.example.com", {}, { "README.md": "registry.example.com" }],
];

describe("What is published", () => {
  const rules = [...new Set(wrong.map(([rule]) => rule))].filter((rule) => rule !== license);
  test.each(rules.map((rule) => [rule.holds, rule]))("is found right: %s", async (_, rule) => {
    const others = await said(rule, {});
    expect(others.filter((line) => line.startsWith("@refresh-once/fetch"))).toEqual([]);
  });

  test("has the license of the project", async () => {
    const ours = await readFile(new URL("../../../../LICENSE", import.meta.url), "utf8");
    const others = await said(license, {}, { LICENSE: ours });
    expect(others.filter((line) => line.startsWith("@refresh-once/fetch"))).toEqual([]);
  });

  test.each(wrong)("is found wrong: %#: $1", async (rule, expected, manifest, otherFiles) => {
    const lines = await said(rule, manifest, otherFiles);
    expect(lines).toContainEqual(expect.stringContaining(`@refresh-once/fetch: ${expected}`));
  });

  test("has its entries named, by conditions in their order", async () => {
    const { import: module, require, ...source } = main;
    const lines = [
      ...(await said(entries, { exports: { ".": { import: module, require, ...source } } })),
      ...(await said(entries, { exports: { ".": main, "./*": main } })),
    ];
    expect(lines.join("\n")).toMatch(/"\." must be .* in this order/);
    expect(lines.join("\n")).toMatch(/"\.\/\*" is a pattern/);
  });
});
