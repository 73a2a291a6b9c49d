import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { inject } from "vitest";

/** The words of a command line that runs the command. */
export function commandLine(args: readonly string[]): string[] {
  return [process.execPath, inject("bundles").command, ...args];
}

/** How to run the command. */
export interface RunOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** The first match of a pattern in what it has said. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

/** Starts the command as a process. */
export function start(args: readonly string[], { cwd, input, env }: RunOptions): Running {
  const [node = "", ...words] = commandLine(args);
  const child = spawn(node, words, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input ?? "");
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(said);
        if (found) resolve(found);
      };
      child.stderr.on("data", look);
      exit.then(() => reject(new Error(`It ended, and said: ${said}`)));
      look();
    });
  const ended = exit.then(async (code) => {
    const [stdout, stderr] = await texts;
    return { code, stdout, stderr };
  });
  return { child, says, ended };
}

/** Runs the command to its end. */
export function run(args: readonly string[], options: RunOptions): Promise<Ended> {
  return start(args, options).ended;
}
