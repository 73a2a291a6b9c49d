import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * An Nx plugin: the scripts of a workspace are its targets, as usual, but Nx runs their commands itself. By `npm run`,
 * each of the 50 tasks of `npm test` would start two more processes of Node.js, which cost 0.6 s of CPU time.
 *
 * Nx would prefer its own targets for the scripts; therefore, each workspace has `"includedScripts": []`.
 *
 * @type {import("nx/src/devkit-exports.js").CreateNodesV2}
 */
export const createNodesV2 = [
  "{packages,tools,examples}/**/package.json",
  (files, _, { workspaceRoot }) =>
    Promise.all(files.map(async (file) => [file, await projectsOf(workspaceRoot, file)])),
];

/**
 * @param {string} workspaceRoot
 * @param {string} file
 */
async function projectsOf(workspaceRoot, file) {
  const { scripts = {} } = JSON.parse(await readFile(join(workspaceRoot, file), "utf8"));
  const cwd = dirname(file);
  const targets = Object.entries(scripts).map(([name, command]) => [
    name,
    { executor: "nx:run-commands", options: { command, cwd } },
  ]);
  return { projects: { [cwd]: { targets: Object.fromEntries(targets) } } };
}
