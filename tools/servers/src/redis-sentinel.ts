import { mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { isReady, startRedis } from "./redis.ts";
import { ServerProcess } from "./server-process.ts";

/** A primary and a replica of Redis, and the sentinels that watch them. */
export interface RedisSentinels extends AsyncDisposable {
  /** By which clients ask a sentinel for the primary. */
  readonly name: string;
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** The server that is the primary until `failOver()`. */
  readonly primary: DatabaseServer;
  /** The server that is the primary afterwards. */
  readonly replica: DatabaseServer;
  /** Resolves when the replica has all that the primary has confirmed. */
  replicated(): Promise<void>;
  /** From now on, the replica gets nothing from the primary, and stays as it is. */
  stopReplication(): Promise<void>;
  /**
   * Kills the primary by SIGKILL. Resolves when the sentinels name the replica as the primary.
   *
   * @param by Who orders it: the sentinels, when enough of them miss the primary, or an operator. The sentinels never
   * promote a replica that has been cut off for long.
   */
  failOver(by: "sentinels" | "operator"): Promise<void>;
}

/** How many sentinels there are, and how many of them must miss the primary. */
export interface RedisSentinelOptions {
  readonly sentinels: 1 | 3;
  readonly quorum: 1 | 2;
}

const name = "main";
const host = "127.0.0.1";

/** Starts the servers, and resolves when each sentinel knows the replica and all other sentinels. */
export async function startRedisSentinels(options: RedisSentinelOptions): Promise<RedisSentinels> {
  const primary = await startRedis("--repl-diskless-sync-delay", "0");
  const replica = await startRedis("--replicaof", host, `${primary.port}`);
  await until(() => says(replica, ["INFO", "replication"], /master_link_status:up/));
  const sentinels: DatabaseServer[] = [];
  while (sentinels.length < options.sentinels) {
    sentinels.push(await startSentinel(primary, options.quorum));
  }
  for (const sentinel of sentinels) await until(() => knowsAll(sentinel, options.sentinels));
  return new SentinelSet(primary, replica, sentinels);
}

class SentinelSet implements RedisSentinels {
  readonly name = name;
  readonly primary: DatabaseServer;
  readonly replica: DatabaseServer;
  readonly #servers: readonly DatabaseServer[];

  constructor(
    primary: DatabaseServer,
    replica: DatabaseServer,
    sentinels: readonly DatabaseServer[],
  ) {
    this.primary = primary;
    this.replica = replica;
    this.#servers = sentinels;
  }

  get sentinels() {
    return this.#servers.map(({ port }) => ({ host, port }));
  }

  async replicated(): Promise<void> {
    const offset = async (server: DatabaseServer) =>
      /master_repl_offset:(\d+)/.exec(await ask(server, ["INFO", "replication"]))?.[1];
    const confirmed = Number(await offset(this.primary));
    await until(async () => Number(await offset(this.replica)) >= confirmed);
  }

  async stopReplication(): Promise<void> {
    // Closing the connection is not enough: the replica would connect again.
    await ask(this.primary, ["ACL", "SETUSER", "default", "-psync", "-sync"]);
    await ask(this.primary, ["CLIENT", "KILL", "TYPE", "replica"]);
    await until(() => says(this.replica, ["INFO", "replication"], /master_link_status:down/));
  }

  async failOver(by: "sentinels" | "operator"): Promise<void> {
    await this.primary.kill();
    const [first] = this.#servers;
    if (by === "operator" && first) {
      await until(() => says(first, ["SENTINEL", "FAILOVER", name], /^\+OK/));
    } else {
      const period = ["SENTINEL", "SET", name, "down-after-milliseconds", "1000"];
      for (const sentinel of this.#servers) await ask(sentinel, period);
    }
    const address = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name];
    const port = new RegExp(`^${this.replica.port}\r$`, "m");
    for (const sentinel of this.#servers) await until(() => says(sentinel, address, port));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of [...this.#servers, this.replica, this.primary]) {
      await server[Symbol.asyncDispose]();
    }
  }
}

async function startSentinel(primary: DatabaseServer, quorum: number): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-sentinel-"));
  const port = await freePort();
  const settings = join(folder, "sentinel.conf");
  await writeFile(settings, settingsOf(primary, { port, quorum, folder }));
  const url = `redis://${host}:${port}`;
  const flags = [settings, "--sentinel"];
  const command = "redis-server";
  const sentinel = new ServerProcess({ command, flags, port, url, folder, isReady });
  await sentinel.start();
  return sentinel;
}

function settingsOf(
  primary: DatabaseServer,
  { port, quorum, folder }: { port: number; quorum: number; folder: string },
): string {
  return [
    `port ${port}`,
    `bind ${host}`,
    `dir ${folder}`,
    `sentinel monitor ${name} ${host} ${primary.port} ${quorum}`,
    // So long that a slow machine causes no failover. `failOver()` makes it short.
    `sentinel down-after-milliseconds ${name} 3600000`,
    `sentinel failover-timeout ${name} 2000`,
    "",
  ].join("\n");
}

/** Whether a sentinel knows one replica, which is in reach, and all other sentinels. */
async function knowsAll(sentinel: DatabaseServer, sentinels: number): Promise<boolean> {
  const replicas = await ask(sentinel, ["SENTINEL", "REPLICAS", name]);
  const others = await ask(sentinel, ["SENTINEL", "SENTINELS", name]);
  const isInReach =
    /^slave\r$/m.test(replicas) && /^master-link-status\r\n\$2\r\nok\r$/m.test(replicas);
  return isInReach && others.startsWith(`*${sentinels - 1}\r`);
}

async function says(
  server: DatabaseServer,
  words: readonly string[],
  expected: RegExp,
): Promise<boolean> {
  return expected.test(await ask(server, words));
}

/** Sends a command on a connection of its own, and returns the reply as the server wrote it. */
function ask({ port }: DatabaseServer, words: readonly string[]): Promise<string> {
  // The reply to a second command shows where the first reply ends. A sentinel knows no QUIT.
  const end = "+PONG\r\n";
  const socket = connect(port, host).setEncoding("utf8");
  let replies = "";
  const answered = new Promise<string>((resolve, reject) => {
    socket.on("data", (text) => {
      replies += text;
      if (replies.endsWith(end)) resolve(replies.slice(0, -end.length));
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`the server on port ${port} has not answered`)));
  });
  socket.write(`${words.join(" ")}\r\nPING\r\n`);
  return answered.finally(() => socket.destroy());
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await setTimeout(20);
}
