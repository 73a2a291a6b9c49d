import { isDeepStrictEqual } from "node:util";
import type { Rule } from "../held.ts";
import type { Conditions, Manifest } from "../manifest.ts";

export const entries: Rule = {
  holds: "every entry is named for ES modules, for CommonJS and for TypeScript without exports",
  violations: (packages) =>
    packages.flatMap(({ name, manifest, files }) =>
      [...complaintsOf(manifest), ...absent(manifest, files)].map(
        (complaint) => `${name}: ${complaint}`,
      ),
    ),
};

/** Where an entry leads that is made of this source. */
export function conditionsOf(source: string): Conditions {
  const built = source.replace(/^\.\/src\/(.*)\.ts$/, "./dist/$1");
  return {
    "@refresh-once/source": source,
    import: { types: `${built}.d.ts`, default: `${built}.js` },
    require: { types: `${built}.d.cts`, default: `${built}.cjs` },
  };
}

function complaintsOf({ exports = {}, main, types, typesVersions }: Manifest): string[] {
  const target = exports["."]?.require;
  if (!target) return ['exports has no "."'];
  const found = Object.entries(exports);
  const subpaths = found
    .filter(([entry]) => entry !== ".")
    .map(([entry, { require }]) => [entry.slice(2), [require.types]]);
  const versions = subpaths.length > 0 ? { "*": Object.fromEntries(subpaths) } : undefined;
  return [
    ...found.flatMap(([entry, conditions]) => wrongIn(entry, conditions)),
    ...(main === target.default ? [] : [`"main" must be "${target.default}"`]),
    ...(types === target.types ? [] : [`"types" must be "${target.types}"`]),
    ...(isDeepStrictEqual(typesVersions, versions)
      ? []
      : [`"typesVersions" must be ${JSON.stringify(versions)}`]),
  ];
}

/** The order of conditions counts: the first that applies is taken. */
function wrongIn(entry: string, conditions: Conditions): string[] {
  if (entry.includes("*")) return [`exports "${entry}" is a pattern: name each entry`];
  const expected = JSON.stringify(conditionsOf(conditions["@refresh-once/source"]));
  const isAsExpected = JSON.stringify(conditions) === expected;
  return isAsExpected ? [] : [`exports "${entry}" must be ${expected}, in this order`];
}

function absent({ exports = {} }: Manifest, files: readonly string[]): string[] {
  return Object.entries(exports).flatMap(([entry, { import: module, require, ...source }]) =>
    [...Object.values(source), ...Object.values(module), ...Object.values(require)]
      .filter((target) => !files.includes(target.replace(/^\.\//, "")))
      .map((target) => `exports "${entry}": ${target} is not in the tarball`),
  );
}
