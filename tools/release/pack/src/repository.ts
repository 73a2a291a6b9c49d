import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Where the project is published from, as an address for browsers: the field `repository` of the root's
 * `package.json`. It is the one setting that only the publisher knows; without it, nothing is named.
 */
export async function repositoryOf(root: string): Promise<string | undefined> {
  const { repository }: RootManifest = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  );
  const url = typeof repository === "string" ? repository : repository?.url;
  return url?.replace(/^git\+/, "").replace(/\.git$/, "");
}

interface RootManifest {
  readonly repository?: string | { readonly url: string };
}

/** What `package.json` of a package says of it. */
export function repositoryFields(repository: string, folder: string): object {
  return {
    repository: { type: "git", url: `git+${repository}.git`, directory: folder },
    homepage: `${repository}/tree/HEAD/${folder}#readme`,
    bugs: `${repository}/issues`,
  };
}
