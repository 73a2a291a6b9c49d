import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { reachable } from "./reachable.ts";

/** Whether there is a `pgbouncer` on the PATH; where there is none, it says so once. */
export function hasPgBouncer(): boolean {
  if (spawnSync("pgbouncer", ["--version"]).status === 0) return true;
  console.warn("The PgBouncer tests are skipped: install pgbouncer (Debian: apt install pgbouncer)");
  return false;
}

/**
 * A `pgbouncer` in front of a PostgreSQL server, which gives out its connections for a transaction
 * each. Who connects to it needs no password.
 */
export async function startPgBouncer(server: DatabaseServer): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-pgbouncer-"));
  const bouncer = new PgBouncer(await freePort(), folder);
  await bouncer.configure(server);
  await bouncer.start();
  return bouncer;
}

class PgBouncer implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  constructor(port: number, folder: string) {
    this.port = port;
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
  }

  async configure(server: DatabaseServer): Promise<void> {
    const { port, username, password } = new URL(server.url);
    const target = `host=127.0.0.1 port=${port} user=${username} password='${decodeURIComponent(password)}'`;
    // It does not run as root, and changes to another user by itself.
    const user = process.getuid?.() === 0 ? ["user = nobody"] : [];
    await chmod(this.#folder, 0o755);
    await writeFile(
      this.#settings,
      [
        "[databases]",
        `postgres = ${target}`,
        "[pgbouncer]",
        "listen_addr = 127.0.0.1",
        `listen_port = ${this.port}`,
        "unix_socket_dir =",
        "auth_type = any",
        "pool_mode = transaction",
        "default_pool_size = 4",
        ...user,
      ].join("\n"),
    );
  }

  async start(): Promise<void> {
    const child = spawn("pgbouncer", ["-q", this.#settings], { stdio: "ignore" });
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

  get #settings(): string {
    return join(this.#folder, "pgbouncer.ini");
  }
}
