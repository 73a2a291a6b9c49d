import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { type Finding, findingsOf } from "../finding.ts";
import type { FilePlace } from "./file-place.ts";

const finding = findingsOf("file-space");

/** A refresh needs some KiB; the rest is a margin for what else is written to the disk. In bytes. */
const littleSpace = 64 * 1_048_576;
const fewInodes = 1_000;

/** Whether the disk is nearly full. */
export async function checkSpace({ folder }: FilePlace): Promise<Finding[]> {
  return spaceFindings(await statfs(folder), folder);
}

function spaceFindings(stats: StatsFs, folder: string): Finding[] {
  const space = stats.bavail * stats.bsize;
  const found: Finding[] = [];
  if (space < littleSpace) {
    found.push(
      finding.warning(
        `${folder} has only ${mebibytes(space)} of free space. On a full disk, nothing is refreshed. Make room.`,
      ),
    );
  }
  // Some file systems, such as btrfs, have no fixed number of inodes, and report 0.
  if (stats.files > 0 && stats.ffree < fewInodes) {
    found.push(
      finding.warning(
        `The file system of ${folder} has only ${stats.ffree} free inodes. Without one, nothing is refreshed. Delete files.`,
      ),
    );
  }
  if (found.length > 0) return found;
  return [finding.ok(`${folder} has ${mebibytes(space)} of free space.`)];
}

function mebibytes(bytes: number): string {
  const mebi = bytes / 1_048_576;
  return mebi < 10 ? `${mebi.toFixed(1)} MiB` : `${Math.round(mebi)} MiB`;
}
