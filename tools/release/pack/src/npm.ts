import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** More than npm says of nine packages. */
const maxBuffer = 2 ** 24;

/**
 * What npm prints, run in a folder.
 *
 * @throws {Error} with all that npm said when it fails
 */
export async function npm(folder: string, flags: readonly string[]): Promise<string> {
  try {
    // Whoever has started this may have told npm to be silent, and it hears of that.
    const { stdout } = await run("npm", ["--loglevel=error", ...flags], { cwd: folder, maxBuffer });
    return stdout;
  } catch (failure) {
    const said = [printed(failure, "stdout"), printed(failure, "stderr")].join("").trim();
    throw new Error(`npm ${flags.join(" ")} failed in ${folder}:\n${said}`);
  }
}

function printed(failure: unknown, stream: "stdout" | "stderr"): string {
  const all: Partial<Record<string, unknown>> = failure instanceof Error ? { ...failure } : {};
  return String(all[stream] ?? "");
}
