import { readFile, rm } from "node:fs/promises";
import type { Account } from "./account.ts";
import type { StoreProcess } from "./process.ts";
import { threadsOf, trace } from "./strace.ts";

/** One system call of a refresh, at which a process is to die. */
export interface KillPoint {
  /** Its place among the threads of the process. */
  readonly thread: number;
  readonly call: string;
  /** Which of the calls of this name by this thread. */
  readonly when: number;
  /** It comes after the reply was written, and before the commit is decided. */
  readonly isUndecided: boolean;
}

/** All that touch files and sockets. */
const calls = "trace=%file,%desc,%network";

/** Writes down the system calls of what `act` has a process do. */
export async function recordCalls(
  started: StoreProcess,
  { folder }: Account,
  act: () => Promise<unknown>,
): Promise<string[]> {
  // Not in the folder of the store: the process watches that, and would be woken by its own trace.
  const log = `${folder}-calls.txt`;
  await trace(started, ["-f", "-y", "-s", "8", "-e", calls, "-o", log]);
  await act();
  const threads = await threadsOf(started);
  await started[Symbol.asyncDispose]();
  const text = await readFile(log, "utf8");
  await rm(log);
  return text.split("\n").flatMap((line) => {
    const [thread = "", ...rest] = line.split(/ +/);
    return [`${threads.indexOf(Number(thread))} ${rest.join(" ")}`];
  });
}

/** The calls that touch the folder of the store, or a socket. */
export function killPointsOf(lines: readonly string[], { folder }: Account): KillPoint[] {
  const counts = new Map<string, number>();
  const written = lines.findIndex((line) => /^0 pwrite64\(.*\.commit>/.test(line));
  const decided = lines.findIndex((line) => /^\d+ link(at)?\(.*\.commit"/.test(line));
  return lines.flatMap((line, index) => {
    const [, thread, call = ""] = /^(\d+) (\w+)\(/.exec(line) ?? [];
    if (thread === undefined) return [];
    const when = (counts.get(`${thread} ${call}`) ?? 0) + 1;
    counts.set(`${thread} ${call}`, when);
    const isOurs = line.includes(folder) || /\bsocket[(:]/.test(line);
    const isUndecided = written !== -1 && index > written && index <= decided;
    return isOurs ? [{ thread: Number(thread), call, when, isUndecided }] : [];
  });
}

/** Has a process die at a point of what comes next. */
export async function killAt(
  started: StoreProcess,
  { thread, call, when }: KillPoint,
): Promise<void> {
  const threads = await threadsOf(started);
  const inject = `inject=${call}:signal=SIGKILL:when=${when}`;
  await trace(started, ["-e", `trace=${call}`, "-e", inject, "-o", "/dev/null"], threads[thread]);
}
