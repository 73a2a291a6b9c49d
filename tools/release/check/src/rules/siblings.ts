import semver from "semver";
import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

const core = "@refresh-once/core";

export const siblings: Rule = {
  holds: "packages of the project ask for each other by ranges that the versions of today fit",
  violations: (packages) => {
    const versions = new Map(packages.map(({ name, version }) => [name, version]));
    return packages.flatMap(({ name, manifest }) =>
      [manifest.dependencies, manifest.peerDependencies, manifest.devDependencies]
        .flatMap((ranges) => Object.entries(ranges ?? {}))
        .flatMap(([sibling, range]) => {
          const version = versions.get(sibling);
          if (version === undefined) return [];
          const fits = /^\^\d+\.\d+\.\d+$/.test(range) && semver.satisfies(version, range);
          return fits ? [] : [`${name}: "${sibling}": "${range}" must be like ^${version}`];
        }),
    );
  },
};

/** Two copies would be two sets of managers, errors and accounts. */
export const oneCore: Rule = {
  holds: "core is the peer of every other package, so that a project has one copy",
  violations: (packages) => packages.filter(({ name }) => name !== core).flatMap(complaintsOf),
};

function complaintsOf({ name, manifest }: PackedPackage): string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifest;
  return [
    ...(core in { ...dependencies, ...optionalDependencies }
      ? [`${name}: ${core} is a dependency: every such package would bring its own copy`]
      : []),
    ...(core in peerDependencies ? [] : [`${name}: ${core} must be in "peerDependencies"`]),
  ];
}
