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

/** Whether that `pgbouncer` can track prepared statements, which it does since 1.21. */
export function pgBouncerTracksStatements(): boolean {
  const { stdout } = spawnSync("pgbouncer", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return Number(major) > 1 || Number(minor) >= 21;
}

/** How a `pgbouncer` uses the connections of the server. */
export interface PgBouncerOptions {
  /** How many connections it opens. Default: 4. */
  readonly poolSize?: number;
  /** How many prepared statements it tracks on each of them. Default: 0, which older versions always have. */
  readonly preparedStatements?: number;
}

/**
 * A `pgbouncer` in front of a PostgreSQL server, which gives out its connections for a transaction
 * each. Who connects to it needs no password.
 */
export async function startPgBouncer(
  server: Pick<DatabaseServer, "port" | "url">,
  options: PgBouncerOptions = {},
): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-pgbouncer-"));
  const port = await freePort();
  const settings = join(folder, "pgbouncer.ini");
  await writeFile(settings, settingsOf(server, port, options));
  // The user that it changes to reads them again.
  await chmod(folder, 0o755);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const flags = ["-q", settings];
  const bouncer = new ServerProcess({ command: "pgbouncer", flags, port, url, folder });
  await bouncer.start();
  return bouncer;
}

function settingsOf(
  server: Pick<DatabaseServer, "port" | "url">,
  port: number,
  { poolSize = 4, preparedStatements = 0 }: PgBouncerOptions,
): string {
  const { username, password, pathname } = new URL(server.url);
  const secret = decodeURIComponent(password);
  return [
    "[databases]",
    `postgres = host=127.0.0.1 port=${server.port} dbname=${pathname.slice(1)} user=${username} password='${secret}'`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    `default_pool_size = ${poolSize}`,
    // Older versions do not know this setting.
    ...(pgBouncerTracksStatements() ? [`max_prepared_statements = ${preparedStatements}`] : []),
    // It does not run as root.
    ...(process.getuid?.() === 0 ? ["user = nobody"] : []),
  ].join("\n");
}
