import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, findingsOf } from "../finding.ts";
import type { FilePlace } from "./file-place.ts";

const finding = findingsOf("file-links");

/** Whether the store file is a symbolic link, or has further names. */
export async function checkLinks(place: FilePlace): Promise<Finding[]> {
  const { path, target, isLink } = place;
  const found: Finding[] = [];
  if (isLink) {
    found.push(
      finding.note(
        `${path} is a symbolic link. The store keeps the link, and replaces the file ${target}.`,
      ),
    );
  }
  if (await hasForeignName(place)) {
    found.push(
      finding.problem(
        `${target} has another name (a hard link). A program that uses it would keep the old tokens, so nothing is refreshed. Find it with: find / -samefile ${target}, and remove it.`,
      ),
    );
  }
  return found.length > 0 ? found : [finding.ok("The store file has only this name.")];
}

/** Whether the file has names besides its own and those that the store gives it in the journal. */
async function hasForeignName({ target, journal }: FilePlace): Promise<boolean> {
  // Try three times, because a program may commit between two of these calls.
  for (let tries = 0; tries < 3; tries++) {
    const file = await stat(target).catch(() => undefined);
    if (!file || file.nlink < 2) return false;
    const names = await readdir(journal).catch(() => []);
    const stats = await Promise.all(
      names.map((name) => stat(join(journal, name)).catch(() => undefined)),
    );
    const own = stats.filter((one) => one?.ino === file.ino && one.dev === file.dev);
    if (file.nlink <= own.length + 1) return false;
  }
  return true;
}
