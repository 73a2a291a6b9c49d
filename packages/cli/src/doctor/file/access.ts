import { open, stat } from "node:fs/promises";
import { type Finding, findingsOf } from "../finding.ts";
import { codeOf, type FilePlace } from "./file-place.ts";
import { type FailedStep, tryCommit } from "./probe.ts";

const finding = findingsOf("file-access");

/** Whether this user can read and replace the store file, by doing with probe files what a commit does. */
export async function checkAccess(place: FilePlace): Promise<Finding[]> {
  const unreadable = await readProblem(place);
  const failed = await tryCommit(place);
  const self = process.geteuid?.();
  const problems = [unreadable, failed && (await stepProblem(failed)), stickyProblem(place)];
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) return found;
  const done = finding.ok(
    `Files can be created, linked, renamed and synced in ${place.folder}` +
      `${place.isFolderThere ? "" : ", where the store will create its folder"}.`,
  );
  const { uid } = place.file ?? place.folderStats;
  if (self !== 0 || uid === 0) return [done];
  return [
    done,
    finding.not_checked(
      `The store belongs to uid ${uid}, and root may write everywhere. To check what uid ${uid} may do, run this command as that user.`,
    ),
  ];
}

async function readProblem({ target, file }: FilePlace): Promise<Finding | undefined> {
  if (!file) return undefined;
  try {
    await (await open(target, "r")).close();
    return undefined;
  } catch (error) {
    return finding.problem(`${whoCannot("read", target, file.uid)} (${codeOf(error)}). ${remedy}`);
  }
}

async function stepProblem({ step, path, code }: FailedStep): Promise<Finding> {
  const hint = hints[code];
  if (hint) return finding.problem(`${path}: ${hint} (${code}). Nothing can be stored there.`);
  if (step === "create" || code === "EACCES") {
    const owner = await stat(path).catch(() => undefined);
    return finding.problem(`${whoCannot("write in", path, owner?.uid)} (${code}). ${remedy}`);
  }
  return finding.problem(
    `In ${path}, the file system cannot ${step} (${code}), which the store needs. Put the store on another file system.`,
  );
}

/** In a sticky folder, such as /tmp, only its owner and the owner of a file can replace the file. */
function stickyProblem({ target, file, folder, folderStats }: FilePlace): Finding | undefined {
  const self = process.geteuid?.();
  if (!file || self === undefined || self === 0 || (folderStats.mode & 0o1000) === 0) return;
  if (file.uid === self || folderStats.uid === self) return undefined;
  return finding.problem(
    `${whoCannot("replace", target, file.uid)}, because ${folder} is sticky. ${remedy}`,
  );
}

function whoCannot(doWhat: string, path: string, owner: number | undefined): string {
  const self = process.geteuid?.();
  const belongs = owner === undefined ? "" : `, which belongs to uid ${owner}`;
  return `${self === undefined ? "This user" : `uid ${self}`} cannot ${doWhat} ${path}${belongs}`;
}

const remedy = "Run the program as that user, or change the owner of the folder and its files.";

const hints: Readonly<Record<string, string>> = {
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full, or has no free inodes",
  EDQUOT: "the quota of this user is used up",
};
