import { isSubjectName, type SubjectName, subjectNames } from "./subjects.ts";

/** What is to be run. */
export interface Command {
  readonly names: readonly SubjectName[];
  readonly isQuick: boolean;
  /** Whether `docs/benchmarks.md` is written. */
  readonly isWritten: boolean;
  /** Flags of a subject's own. */
  readonly flags: readonly string[];
}

/** The subjects that have flags of their own. */
const flagsOf: Partial<Record<SubjectName, string>> = {
  adoption: "npm run bench -- adoption [--processes 32] [--rounds 21]",
  "steady-state": "npm run bench -- steady-state [--accounts 2000] [--rounds 5]",
  contention:
    "npm run bench -- contention [--processes 8] [--accounts 1000] [--rounds 3] [--lifetime 12000]",
  pool: "npm run bench -- pool [--accounts 100000]",
};

export const usage = `npm run bench -- [subject] [--quick] [--write]
  Subjects: ${subjectNames.join(", ")}; all of them without one.
  --quick  fewer rounds: to see that it runs, not to quote
  --write  writes docs/benchmarks.md and its pictures, of all subjects
${Object.values(flagsOf).join("\n")}`;

/** @throws {TypeError} that names what is not understood */
export function readCommand(args: readonly string[]): Command | "help" {
  if (args.includes("--help")) return "help";
  const [first] = args;
  const subject = first?.startsWith("--") ? undefined : first;
  if (subject !== undefined && !isSubjectName(subject)) {
    throw new TypeError(`unknown subject "${subject}"\n${usage}`);
  }
  const rest = subject === undefined ? args : args.slice(1);
  const flags = rest.filter((flag) => flag !== "--quick" && flag !== "--write");
  if (flags.length > 0 && !(subject && flagsOf[subject])) {
    throw new TypeError(`unknown flag "${flags[0]}"\n${usage}`);
  }
  const isWritten = rest.includes("--write");
  if (isWritten && subject) throw new TypeError("--write is for a run of all subjects");
  const names = subject === undefined ? subjectNames : [subject];
  return { names, isQuick: rest.includes("--quick"), isWritten, flags };
}
