export { installProject, type Project } from "./install-project.ts";
export { packPackages } from "./pack-packages.ts";
export type { Tarball } from "./tarball.ts";
