import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import type { DatabaseServer } from "./database-server.ts";
import { type Ready, reachable } from "./reachable.ts";

/** How a server is started. */
export interface ServerCommand {
  readonly command: string;
  readonly flags: readonly string[];
  readonly port: number;
  readonly url: string;
  /** What it keeps; removed with it. */
  readonly folder: string;
  /** If absent, a server is ready as soon as it listens. */
  readonly isReady?: Ready;
}

/** A server that is one process. */
export class ServerProcess implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #started: ServerCommand;
  #process: ChildProcess | undefined;

  constructor(started: ServerCommand) {
    this.port = started.port;
    this.url = started.url;
    this.#started = started;
  }

  async start(): Promise<void> {
    const { command, flags, isReady } = this.#started;
    const child = spawn(command, flags, { stdio: "ignore" });
    this.#process = child;
    await reachable(this.port, () => child.exitCode === null, isReady);
  }

  async processes(): Promise<readonly number[]> {
    const { pid, exitCode } = this.#process ?? {};
    return pid === undefined || exitCode !== null ? [] : [pid];
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  async pause(): Promise<void> {
    this.#process?.kill("SIGSTOP");
  }

  async resume(): Promise<void> {
    this.#process?.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#started.folder, { recursive: true });
  }
}
