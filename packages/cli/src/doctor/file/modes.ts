import type { Stats } from "node:fs";
import { type Finding, findingsOf } from "../finding.ts";
import type { FilePlace } from "./file-place.ts";

const finding = findingsOf("file-modes");

/** Whether other users can read or replace the tokens, by the modes of the file and its folders. */
export async function checkModes(place: FilePlace): Promise<Finding[]> {
  if (process.platform === "win32") {
    return [finding.not_checked("Windows has no file modes. Check who may read the folder.")];
  }
  const found = [...modesOfFile(place), ...modesOfFolders(place)];
  if (found.length > 0) return found;
  const mode = place.file ? ` (mode ${textOf(place.file)})` : "";
  return [finding.ok(`Only the owner can read and replace the store file${mode}.`)];
}

/** Others can reach the file only if they may search its folder. */
function modesOfFile({ target, file, folderStats }: FilePlace): Finding[] {
  if (!file || !has(file, 0o066)) return [];
  const isOpen = has(file, 0o006) && has(folderStats, 0o001);
  const who = has(file, 0o006) ? "Other users" : `The group ${file.gid}`;
  const what = has(file, 0o044) ? "read the tokens in" : "write";
  const message = `${who} can ${what} ${target} (mode ${textOf(file)}). Run: chmod 600 ${target}`;
  return [isOpen ? finding.problem(message) : finding.warning(message)];
}

/** Whoever can write in a folder can replace the files in it, unless it is sticky. */
function modesOfFolders(place: FilePlace): Finding[] {
  const { folder, folderStats, isFolderThere, journal, journalStats } = place;
  const folders: [string, Stats][] = [];
  // A folder that is missing is created with mode 700.
  if (isFolderThere) folders.push([folder, folderStats]);
  if (journalStats) folders.push([journal, journalStats]);
  return folders
    .filter(([, stats]) => has(stats, 0o022))
    .map(([path, stats]) => {
      const isForAll = has(stats, 0o002);
      const who = isForAll ? "Every user" : `The group ${stats.gid}`;
      const message = `${who} can create files in ${path} (mode ${textOf(stats)}), and so disturb the store or replace it. Use a folder with mode 700.`;
      return isForAll && !has(stats, 0o1000) ? finding.problem(message) : finding.warning(message);
    });
}

function has({ mode }: Stats, bits: number): boolean {
  return (mode & bits) !== 0;
}

/** A mode as `chmod` writes it. */
function textOf({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
