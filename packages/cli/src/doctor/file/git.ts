import { execFile } from "node:child_process";
import { type Finding, findingsOf } from "../finding.ts";
import { codeOf, type FilePlace } from "./file-place.ts";

const finding = findingsOf("file-git");

/** Whether git would commit the store file, or what is in the folder beside it. */
export async function checkGit(place: FilePlace, signal: AbortSignal): Promise<Finding[]> {
  const { target, folder, journal } = place;
  const git = (...args: string[]) => runGit(folder, args, signal);
  const inside = await git("rev-parse", "--is-inside-work-tree");
  if (inside === "no git") {
    return [finding.not_checked("There is no git, so nobody knows whether it would commit it.")];
  }
  if (inside.said.includes("dubious ownership")) {
    return [
      finding.not_checked(
        `${folder} is in a git work tree of another user, so git does not say what it ignores.`,
      ),
    ];
  }
  if (!inside.said.startsWith("true")) {
    return [finding.ok("The store is not in a git work tree.")];
  }
  if (await succeeds(git("ls-files", "--error-unmatch", "--", target))) {
    return [finding.problem(`${target} is in a git repository, with its tokens. ${cure(target)}`)];
  }
  const unsafe: string[] = [];
  for (const path of [target, journal]) {
    // A pattern such as `*.journal/` matches only what is below a folder.
    const inIt = path === journal ? `${path}/1.claim` : path;
    if (!(await succeeds(git("check-ignore", "--quiet", "--", inIt)))) unsafe.push(path);
  }
  if (unsafe.length === 0) return [finding.ok("git ignores the store.")];
  return [
    finding.warning(
      `git does not ignore ${unsafe.join(" and ")}: tokens may be committed. Add this to .gitignore, or use a folder outside of the work tree.`,
    ),
  ];
}

function cure(target: string): string {
  return `Run: git rm --cached ${target}, add it to .gitignore, and log in again if others have seen the repository.`;
}

async function succeeds(ran: Promise<Ran | "no git">): Promise<boolean> {
  const result = await ran;
  return result !== "no git" && result.code === 0;
}

interface Ran {
  readonly code: number;
  readonly said: string;
}

/** Runs git without the hooks and the environment of a git command that may have started this one. */
function runGit(
  cwd: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Ran | "no git"> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")),
  );
  const options = { cwd, signal, env: { ...env, LC_ALL: "C" } };
  return new Promise((resolve, reject) => {
    execFile("git", ["-c", "core.fsmonitor=false", ...args], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === "number") resolve({ code, said: stdout + stderr });
      else if (codeOf(error) === "ENOENT") resolve("no git");
      else reject(error);
    });
  });
}
