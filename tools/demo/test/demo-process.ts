import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The demo as `npm run demo` starts it, with a pipe in the place of a terminal. */
export class DemoProcess implements AsyncDisposable {
  readonly exitCode: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];

  constructor(...flags: readonly string[]) {
    const loader = ["--import", "tsx", "--conditions=@refresh-once/source"];
    const child = spawn(process.execPath, [...loader, main, ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (line) => this.#lines.push(line));
    }
    this.exitCode = once(child, "close").then(([code]): number | null => code);
    this.#child = child;
  }

  get output(): string {
    return this.#lines.join("\n");
  }

  /** Where it keeps its tokens; empty before it has said so. */
  get folder(): string {
    return /Tokens: (.*)/.exec(this.output)?.[1] ?? "";
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exitCode;
    await rm(this.folder, { recursive: true, force: true });
  }
}
