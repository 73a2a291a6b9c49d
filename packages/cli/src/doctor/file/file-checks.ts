import type { FileLocation } from "../../accounts/store-location.ts";
import type { Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { checkAccess } from "./access.ts";
import { type FilePlace, filePlaceOf } from "./file-place.ts";
import { checkFileSystem } from "./file-system.ts";
import { checkGit } from "./git.ts";
import { checkLinks } from "./links.ts";
import { checkModes } from "./modes.ts";
import { checkPath } from "./path.ts";
import { checkSpace } from "./space.ts";

/** The checks of a file store. */
export function fileChecks(location: FileLocation): readonly Check[] {
  return rows.map(([name, subject, check]) => ({
    name,
    subject,
    run: async (signal) => check(await filePlaceOf(location), signal),
  }));
}

type FileCheck = (place: FilePlace, signal: AbortSignal) => Promise<readonly Finding[]>;

const rows: readonly [name: string, subject: string, check: FileCheck][] = [
  ["file-path", "The path of the store", checkPath],
  ["file-modes", "Who else can read the store", checkModes],
  ["file-access", "Whether the store can be written", checkAccess],
  ["file-links", "Links to the store file", checkLinks],
  ["file-system", "The file system", checkFileSystem],
  ["file-space", "Free space", checkSpace],
  ["file-git", "Whether git would commit the store", checkGit],
];
