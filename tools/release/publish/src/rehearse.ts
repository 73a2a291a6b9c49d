import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nxRelease } from "./nx-release.ts";
import { printed, run } from "./run.ts";
import { verifyRelease } from "./verify.ts";

/**
 * Makes a release in a clone of what is committed, and checks the tarballs that it would publish.
 *
 * @returns its version
 * @throws {Error} that says what is wrong with it
 */
export async function rehearse(root: string, version: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-release-"));
  try {
    await run(root, "git", "clone", "--quiet", root, folder);
    // A clone has no author.
    for (const key of ["user.name", "user.email"]) {
      await run(folder, "git", "config", key, "rehearsal");
    }
    await run(folder, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
    await nxRelease(folder, version, { dryRun: false });
    const release = await verifyRelease(folder);
    const tags = await printed(folder, "git", "tag", "--points-at", "HEAD");
    const left = await printed(folder, "git", "status", "--porcelain");
    const complaints = [
      ...release.complaints,
      ...(tags.trim() === `v${release.version}` ? [] : [`HEAD has the tags "${tags.trim()}"`]),
      ...(left === "" ? [] : [`not committed: ${left}`]),
    ];
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    await run(folder, "npm", "run", "--silent", "packages", "--", "--keep", join(folder, "dist"));
    return release.version;
  } finally {
    await rm(folder, { recursive: true });
  }
}
