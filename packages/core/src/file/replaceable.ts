import { randomUUID } from "node:crypto";
import { link, stat } from "node:fs/promises";
import { TokenError } from "../errors/index.ts";
import { draftName } from "./journal-names.ts";
import type { StoreFiles } from "./store-files.ts";
import { ignore } from "./system-error.ts";

/**
 * Checks that the store file can be replaced. It runs before a refresh token is spent, so a failure costs
 * no token.
 *
 * @throws `EXDEV` if the file is a mount point
 * @throws {TokenError} `store_failed` if the file has a hard link outside of the journal, which would keep
 * the old tokens
 */
export async function checkReplaceable(files: StoreFiles): Promise<void> {
  const probe = draftName(randomUUID());
  await link(files.path, files.pathOf(probe)).catch(ignore("ENOENT"));
  try {
    if (await hasForeignName(files, probe)) throw hardLinked(files.path);
  } finally {
    await files.clear([probe]);
  }
}

/** Whether the file has a hard link besides the store's own name and those in the journal. */
async function hasForeignName(files: StoreFiles, probe: string): Promise<boolean> {
  // Try three times, because another process may add or remove a name between two of these calls.
  for (let tries = 0; tries < 3; tries++) {
    const found = await stat(files.pathOf(probe)).catch(() => undefined);
    if (!found || found.nlink <= 2) return false;
    const names = await files.names();
    const own = await Promise.all(
      names.map((name) => stat(files.pathOf(name)).catch(() => undefined)),
    );
    const known = own.filter((one) => one?.ino === found.ino && one.dev === found.dev);
    if (found.nlink <= known.length + 1) return false;
  }
  return true;
}

function hardLinked(path: string): TokenError {
  return new TokenError(
    "store_failed",
    `The token store ${path} has a hard link under another name. Programs that use that name would keep the old tokens. No token was spent. Remove the hard link, or use a symbolic link instead.`,
  );
}
