import type { Rule } from "../held.ts";
import type { Conditions } from "../manifest.ts";

const order = "@refresh-once/source, types, default";

export const entries: Rule = {
  holds: "every entry is named in exports, and leads to files of the tarball",
  violations: (packages) =>
    packages.flatMap(({ name, manifest, files }) => {
      const found = Object.entries(manifest.exports ?? {});
      if (!found.some(([entry]) => entry === ".")) return [`${name}: exports has no "."`];
      return found.flatMap(([entry, conditions]) =>
        complaintsOf(entry, conditions, files).map((complaint) => `${name}: ${complaint}`),
      );
    }),
};

function complaintsOf(entry: string, conditions: Conditions, files: readonly string[]): string[] {
  if (entry.includes("*")) return [`exports "${entry}" is a pattern: name each entry`];
  if (Object.keys(conditions).join(", ") !== order)
    return [`exports "${entry}" must have ${order}, in this order`];
  return Object.entries(conditions)
    .filter(([, target]) => !files.includes(target.replace(/^\.\//, "")))
    .map(
      ([condition, target]) => `exports "${entry}" ${condition}: ${target} is not in the tarball`,
    );
}
