import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A process that was started, with what it writes kept. */
export interface Program {
  readonly exited: Promise<Exit>;
  kill(): void;
}

export interface Exit {
  readonly code: number | null;
  /** All that it has written. */
  readonly written: string;
}

/** Longer than all of the scenario takes on a busy machine, ms. */
const longest = 180_000;

export function start(command: string, args: readonly string[], cwd: string): Program {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), longest);
  const exited = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(
    ([[code], output, errors]): Exit => ({ code, written: `${output}${errors}`.trim() }),
  );
  exited.finally(() => clearTimeout(timer)).catch(() => {});
  return { exited, kill: () => child.kill("SIGKILL") };
}

/** The first line that a program says of its version. */
export async function versionOf(command: string): Promise<string> {
  const { written } = await start(command, ["--version"], ".").exited;
  const [, version] = /(\d+(?:\.\d+)+|\d{4}-\d\d-\d\d)/.exec(written) ?? [];
  return version ?? written;
}
