import { cp, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { publishedReadme } from "./published-readme.ts";
import { repositoryFields } from "./repository.ts";

/** What is never published, and takes long to copy. */
const leftOut = ["node_modules", "test"];

/** Copies a package of `packages/` into a folder, as it is to be packed. */
export async function stagePackage(
  root: string,
  folder: string,
  target: string,
  repository: string | undefined,
): Promise<void> {
  const source = join(root, folder);
  const isPublished = (path: string) =>
    !leftOut.includes(relative(source, path).split(sep)[0] ?? "");
  await cp(source, target, { recursive: true, filter: isPublished });
  // What Nx needs to know is about the workspace.
  const { nx: _, ...manifest } = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
  const fields = repository ? repositoryFields(repository, folder) : {};
  const complete = { ...manifest, ...fields };
  await writeFile(join(target, "package.json"), `${JSON.stringify(complete, null, 2)}\n`);
  const readme = await readFile(join(source, "README.md"), "utf8");
  const page = { root, folder, version: manifest.version, repository };
  await writeFile(join(target, "README.md"), await publishedReadme(readme, page));
}
