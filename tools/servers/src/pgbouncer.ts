import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseServer } from "./database-server.ts";
import { freePort } from "./free-port.ts";
import { ServerProcess } from "./server-process.ts";

/** Whether there is a `pgbouncer` on the PATH; where there is none, it says so once. */
export function hasPgBouncer(): boolean {
  if (spawnSync("pgbouncer", ["--version"]).status === 0) return true;
  console.warn(
    "The PgBouncer tests are skipped: install pgbouncer (Debian: apt install pgbouncer)",
  );
  return false;
}

/**
 * A `pgbouncer` in front of a PostgreSQL server, which gives out its connections for a transaction
 * each. Who connects to it needs no password.
 */
export async function startPgBouncer(server: DatabaseServer): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-pgbouncer-"));
  const port = await freePort();
  const settings = join(folder, "pgbouncer.ini");
  await writeFile(settings, settingsOf(server, port));
  // The user that it changes to reads them again.
  await chmod(folder, 0o755);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const flags = ["-q", settings];
  const bouncer = new ServerProcess({ command: "pgbouncer", flags, port, url, folder });
  await bouncer.start();
  return bouncer;
}

function settingsOf(server: DatabaseServer, port: number): string {
  const { username, password } = new URL(server.url);
  const secret = decodeURIComponent(password);
  return [
    "[databases]",
    `postgres = host=127.0.0.1 port=${server.port} user=${username} password='${secret}'`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 4",
    // It does not run as root.
    ...(process.getuid?.() === 0 ? ["user = nobody"] : []),
  ].join("\n");
}
