import { join } from "node:path";
import { installProject } from "@refresh-once/packed";
import type { PackedPackage } from "../packed-package.ts";
import { type Installed, installedBy } from "./page.ts";
import type { Place } from "./quick-starts.ts";

/** Projects that have what pages install; pages that install the same share one. */
export class Projects {
  readonly #place: Place;
  readonly #folders = new Map<string, Promise<string>>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** The folder of a project that has what this page installs, and nothing else. */
  having(markdown: string): Promise<string> {
    const page = installedBy(markdown);
    const names = [...page.siblings, ...page.thirdParties].sort().join(" ");
    const folder = this.#folders.get(names) ?? this.#install(page);
    this.#folders.set(names, folder);
    return folder;
  }

  async #install({ siblings, thirdParties }: Installed): Promise<string> {
    const { folder, packages, ranges } = this.#place;
    const project = join(folder, `project-${this.#folders.size}`);
    const tarballs = withPeers(siblings, packages);
    const dependencies = thirdParties.map((name) => [name, ranges[name] ?? "*"]);
    await installProject(project, { tarballs, dependencies: Object.fromEntries(dependencies) });
    return project;
  }
}

/** npm installs peers by itself, but would look for ours where they are not: in the registry. */
function withPeers(names: readonly string[], packages: readonly PackedPackage[]): PackedPackage[] {
  const named = packages.filter(({ name }) => names.includes(name));
  const peers = named.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}));
  return packages.filter(({ name }) => names.includes(name) || peers.includes(name));
}
