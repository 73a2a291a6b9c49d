import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { ServerProcess } from "./server-process.ts";

/** Whether there is a `redis-server` on the PATH; where there is none, it says so once. */
export function hasRedis(): boolean {
  if (spawnSync("redis-server", ["--version"]).status === 0) return true;
  console.warn(
    "The Redis tests are skipped: install redis-server (Debian: apt install redis-server)",
  );
  return false;
}

/**
 * A `redis-server` whose every write is on disk before it is answered.
 *
 * @param more flags, such as `--cluster-enabled yes`
 */
export async function startRedis(...more: readonly string[]): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-redis-"));
  const port = await freePort();
  const settings = {
    port: `${port}`,
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: "yes",
    appendfsync: "always",
  };
  const own = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const flags = [...own, ...more];
  const url = `redis://127.0.0.1:${port}`;
  const command = "redis-server";
  const server = new ServerProcess({ command, flags, port, url, folder, isReady });
  await server.start();
  return server;
}

/** It listens before it has read what it keeps, and answers `-LOADING` until then. */
export async function isReady(socket: Socket): Promise<boolean> {
  socket.on("error", () => {}).write("PING\r\n");
  // A server that is only starting may reset the connection, which `once` reports as an error.
  const answer = await Promise.race([once(socket, "data"), once(socket, "close")]).catch(() => "");
  return `${answer}`.startsWith("+PONG");
}
