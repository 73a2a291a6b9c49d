import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { reachable } from "./reachable.ts";

/** Whether there is a `redis-server` on the PATH; where there is none, it says so once. */
export function hasRedis(): boolean {
  if (spawnSync("redis-server", ["--version"]).status === 0) return true;
  console.warn(
    "The Redis tests are skipped: install redis-server (Debian: apt install redis-server)",
  );
  return false;
}

/** A `redis-server` whose every write is on disk before it is answered. */
export async function startRedis(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-redis-"));
  const port = await freePort();
  const server = new RedisServer(port, folder);
  await server.start();
  return server;
}

class RedisServer implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  constructor(port: number, folder: string) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.#folder = folder;
  }

  async start(): Promise<void> {
    const settings = {
      port: `${this.port}`,
      bind: "127.0.0.1",
      dir: this.#folder,
      save: "",
      appendonly: "yes",
      appendfsync: "always",
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn("redis-server", flags, { stdio: "ignore" });
    this.#process = child;
    await reachable(this.port, () => child.exitCode === null);
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
    await rm(this.#folder, { recursive: true });
  }
}
