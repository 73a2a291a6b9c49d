import type { Manifest } from "../src/manifest.ts";
import type { PackedPackage } from "../src/packed-package.ts";
import { conditionsOf } from "../src/rules/entries.ts";

const map = JSON.stringify({ sources: ["../src/index.ts"] });

/** What is in the tarball of a package of one module, with which everything is right. */
const files: Readonly<Record<string, string>> = {
  LICENSE: "MIT License\n",
  "README.md": "# @refresh-once/fetch\n",
  "package.json": "{}",
  "src/index.ts": "export const one = 1;",
  "dist/index.js": "export const one = 1;\n//# sourceMappingURL=index.js.map",
  "dist/index.js.map": map,
  "dist/index.cjs": "exports.one = 1;\n//# sourceMappingURL=index.cjs.map",
  "dist/index.cjs.map": map,
  "dist/index.d.ts": "export declare const one = 1;\n//# sourceMappingURL=index.d.ts.map",
  "dist/index.d.ts.map": map,
  "dist/index.d.cts": "export declare const one = 1;\n//# sourceMappingURL=index.d.cts.map",
  "dist/index.d.cts.map": map,
};

const manifest: Manifest = {
  name: "@refresh-once/fetch",
  version: "0.1.0",
  description: "A fetch that sends the access token.",
  keywords: ["access-token", "fetch", "oauth2", "refresh-token", "token-refresh", "token-rotation"],
  license: "MIT",
  type: "module",
  sideEffects: false,
  engines: { node: ">=20.19" },
  exports: { ".": conditionsOf("./src/index.ts") },
  main: "./dist/index.cjs",
  types: "./dist/index.d.cts",
  publishConfig: { access: "public" },
  scripts: { build: "tsc" },
  peerDependencies: { "@refresh-once/core": "^0.1.0" },
};

/** Other files: `undefined` takes one away. */
export type OtherFiles = Readonly<Record<string, string | undefined>>;

/** A package with which everything is right but what is given. */
export function onePackage(
  other: Partial<Manifest> = {},
  otherFiles: OtherFiles = {},
): PackedPackage {
  const all = new Map(Object.entries({ ...files, ...otherFiles }));
  const present = [...all].flatMap(([file, text]) => (text === undefined ? [] : [file]));
  const own = { ...manifest, ...other };
  return {
    name: own.name,
    version: own.version,
    path: "fetch.tgz",
    files: present,
    manifest: own,
    text: async (file) => all.get(file) ?? "",
  };
}

/** The core that it asks for. */
export const core = onePackage({ name: "@refresh-once/core", peerDependencies: {} });
