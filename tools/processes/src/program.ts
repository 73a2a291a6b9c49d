import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const onSources = ["--import", "tsx", "--conditions=@refresh-once/source"];

/** A program of ours with pipes in the place of a terminal. Sources are started as its npm script starts them. */
export class Program implements AsyncDisposable {
  /** `null` if a signal ended it. */
  readonly exitCode: Promise<number | null>;
  /** The lines that it has printed. */
  readonly output: readonly string[];
  readonly errors: readonly string[];
  readonly #child: ChildProcess;

  /** @param main a bundle (`bundleProgram`), or TypeScript, which starts more slowly */
  constructor(main: URL, flags: readonly string[]) {
    const loader = main.pathname.endsWith(".ts") ? onSources : [];
    const child = spawn(process.execPath, [...loader, fileURLToPath(main), ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const linesOf = (input: NodeJS.ReadableStream) => {
      const lines: string[] = [];
      createInterface({ input }).on("line", (line) => lines.push(line));
      return lines;
    };
    this.output = linesOf(child.stdout);
    this.errors = linesOf(child.stderr);
    this.exitCode = once(child, "close").then(([code]): number | null => code);
    this.#child = child;
  }

  get text(): string {
    return [...this.output, ...this.errors].join("\n");
  }

  /** Of its worker processes. @throws {Error} if it has not printed them */
  get pids(): readonly number[] {
    const [, pids] = /Processes: (.*)/.exec(this.text) ?? [];
    if (pids === undefined) throw new Error(`no processes in "${this.text}"`);
    return pids.split(", ").map(Number);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exitCode;
  }
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
