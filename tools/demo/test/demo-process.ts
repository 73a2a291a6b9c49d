import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The demo as `npm run demo` starts it, with a pipe in the place of a terminal. */
export class DemoProcess {
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

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
