import { printed, run } from "./run.ts";

/** Versions, changelog, commit and tag, by Conventional Commits; nothing is published. */
export async function nxRelease(
  folder: string,
  version: string | undefined,
  { dryRun }: { readonly dryRun: boolean },
): Promise<void> {
  const tags = await printed(folder, "git", "tag", "--list", "v*");
  const flags = [
    "--skip-publish",
    ...(dryRun ? ["--dry-run"] : []),
    // Without a tag there is nothing to begin from but the versions as they stand.
    ...(tags.trim() === "" ? ["--first-release"] : []),
  ];
  await run(folder, "npx", "nx", "release", ...(version ? [version] : []), ...flags);
}
