import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { AnsweringWorker } from "@refresh-once/processes";
import { inject } from "vitest";
import { type Ended, isEnded } from "./order.ts";

export type { Ended } from "./order.ts";

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

/** Runs the command to its end, in a process of its own. */
export function runAlone(args: readonly string[], options: RunOptions): Promise<Ended> {
  return start(args, options).ended;
}

let host: Promise<AnsweringWorker<Ended>> | undefined;

/**
 * Runs the command to its end, in one process with other runs of it: that takes a fraction of the time. For what a
 * process can only show by its start, its end or a signal, there are `runAlone` and `start`.
 */
export async function run(
  args: readonly string[],
  { cwd, input = "", env = {} }: RunOptions,
): Promise<Ended> {
  // It ends with the process of the tests.
  host ??= AnsweringWorker.start({
    module: pathToFileURL(inject("bundles").host),
    job: null,
    isMessage: isEnded,
    env: { NO_COLOR: "1" },
  });
  return (await host).ask({ args, cwd, input, env });
}
