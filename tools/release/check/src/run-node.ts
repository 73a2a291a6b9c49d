import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Ended {
  /** Of its exit; absent when it was killed, for having taken too long. */
  readonly code: number | null;
  readonly printed: string;
}

/** For a program that hangs; a compiler on a busy machine takes its time. */
const timeout = 180_000;

/** Runs Node.js in a folder until it ends. */
export async function runNode(
  folder: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [...flags], {
    cwd: folder,
    // What is printed is compared.
    env: { ...inherited, FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await closed, printed: out + err };
}
