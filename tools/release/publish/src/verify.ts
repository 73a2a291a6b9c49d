import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { satisfies } from "semver";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A release as it stands in a folder. */
export interface Release {
  readonly version: string;
  /** What is wrong with it; empty when all is well. */
  readonly complaints: readonly string[];
}

/** Whether all packages have one version, ask for each other's by it, and the changelog has it. */
export async function verifyRelease(folder: string): Promise<Release> {
  const packages = join(folder, "packages");
  const manifests = await Promise.all(
    (await readdir(packages)).map((name) => manifestOf(join(packages, name))),
  );
  const [first] = manifests;
  if (!first) throw new Error(`there are no packages in ${packages}`);
  const { version } = first;
  const changelog = await readFile(join(folder, "CHANGELOG.md"), "utf8").catch(() => "");
  return {
    version,
    complaints: [
      ...manifests
        .filter((one) => one.version !== version)
        .map((one) => `${one.name} is ${one.version}, and ${first.name} is ${version}`),
      ...manifests.flatMap((one) => unfitRanges(one, manifests)),
      ...(changelog.includes(`## ${version} `) ? [] : [`CHANGELOG.md has no entry for ${version}`]),
    ],
  };
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}

function unfitRanges(of: Manifest, all: readonly Manifest[]): string[] {
  const ranges = { ...of.dependencies, ...of.peerDependencies };
  return all
    .filter(({ name, version }) => ranges[name] && !satisfies(version, ranges[name]))
    .map(({ name, version }) => `${of.name} asks for ${name} ${ranges[name]}, which is ${version}`);
}
