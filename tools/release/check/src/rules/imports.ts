import { isBuiltin } from "node:module";
import type { Rule } from "../held.ts";
import { importsOf, loadedWith } from "../imports.ts";
import type { PackedPackage } from "../packed-package.ts";
import { portable } from "../portable.ts";

const names = portable.map((name) => name.replace("@refresh-once/", "")).join(", ");

export const runsAnywhere: Rule = {
  holds: `no module of Node.js is loaded with "." of ${names}`,
  async violations(packages) {
    const found = packages.filter(({ name }) => portable.includes(name));
    const missing = portable.filter((name) => !found.some((one) => one.name === name));
    const builtins = await Promise.all(found.map(builtinsOf));
    return [...missing.map((name) => `${name}: there is no such package`), ...builtins.flat()];
  },
};

async function builtinsOf(one: PackedPackage): Promise<string[]> {
  const entry = one.manifest.exports?.["."];
  if (entry === undefined) return [`${one.name}: exports has no "."`];
  const formats = [entry.import.default, entry.require.default];
  const loaded = await Promise.all(formats.map((file) => loadedWith(one, file)));
  return loaded
    .flatMap((files) => [...files])
    .flatMap(([file, imports]) =>
      imports.filter(isBuiltin).map((name) => `${one.name}: ${file} imports ${name}`),
    );
}

export const declared: Rule = {
  holds: "what a package imports, in code or in types, it depends on",
  async violations(packages) {
    const all = packages.flatMap((one) =>
      one.files
        .filter((file) => /^dist\/.*\.(?:c?js|d\.c?ts)$/.test(file))
        .map((file) => strangersOf(one, file)),
    );
    return (await Promise.all(all)).flat();
  },
};

async function strangersOf(one: PackedPackage, file: string): Promise<string[]> {
  const { dependencies, peerDependencies } = one.manifest;
  const known = { ...dependencies, ...peerDependencies };
  return (await importsOf(one, file))
    .filter((name) => !name.startsWith(".") && !isBuiltin(name))
    .filter((name) => !(packageOf(name) in known))
    .map((name) => `${one.name}: ${file} imports ${name}, on which it does not depend`);
}

/** `@scope/name/entry` is of `@scope/name`. */
function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}
