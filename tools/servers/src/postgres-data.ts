import { execFile } from "node:child_process";
import { chown, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { PostgresBinaries } from "./postgres-binaries.ts";

export const user = "postgres";
export const password = "of a test";

const run = promisify(execFile);
const cache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));

/**
 * Gives a server the data folder of a new one. Making one takes about a second, and copying one does
 * not: the first is kept in the cache of the workspace.
 */
export async function copyDataFolder(binaries: PostgresBinaries, target: string): Promise<void> {
  const { stdout } = await run(binaries.postgres, ["--version"]);
  const version = stdout.trim().replaceAll(/[^\w.]+/g, "-");
  const kept = join(cache, `refresh-once-data-${version}-of-${userInfo().uid}`);
  if (!(await exists(kept))) await make(binaries, kept);
  // With the owners: PostgreSQL uses no data folder of another user.
  await run("cp", ["-pR", kept, target]);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Other processes see the whole folder or none; of two that make one, either is good. */
async function make({ initdb, user: owner }: PostgresBinaries, path: string): Promise<void> {
  // Not in the workspace: PostgreSQL's own user may not be allowed to go there.
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-postgres-data-"));
  await mkdir(cache, { recursive: true });
  const copied = await mkdtemp(`${path}-`);
  try {
    const data = join(folder, "data");
    const secret = join(folder, "password");
    await writeFile(secret, password);
    await mkdir(data, { mode: 0o700 });
    if (owner) for (const name of [folder, data]) await chown(name, owner.uid, owner.gid);
    const flags = ["--auth=password", `--username=${user}`, `--pwfile=${secret}`, "--no-sync"];
    const text = ["--encoding=UTF8", "--locale=C"];
    // Less to copy: with the default, the log alone is 16 MB.
    const size = ["--wal-segsize=1"];
    // Checking a password takes 4,096 iterations by default: longer than all the rest of a connection of a test.
    const passwords = ["--set=scram_iterations=1"];
    const all = [...flags, ...text, ...size, ...passwords];
    await run(initdb, [`--pgdata=${data}`, ...all], { ...owner, cwd: folder });
    await run("cp", ["-pR", data, copied]);
    await rename(join(copied, "data"), path).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error;
    });
  } finally {
    await Promise.all([folder, copied].map((name) => rm(name, { recursive: true })));
  }
}
