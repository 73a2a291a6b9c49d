import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundle } from "@refresh-once/processes";
import { startTcpProxy } from "@refresh-once/servers";
import type pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";

const database = useDatabase();
const name = "killed";
/** The long form is `TESTS=full`. */
const kills = process.env.TESTS === "full" ? 200 : 20;
let admin: pg.Pool;
beforeAll(() => {
  admin = database.pool({ max: 1 });
});

/** Ends all connections with this application name, and returns how many there were. */
async function killAll(): Promise<number> {
  const { rows } = await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
    [name],
  );
  return rows.length;
}

describe("A connection that fails in the packet in which it opens", () => {
  const uncaught: unknown[] = [];
  const record = (error: unknown) => uncaught.push(error);
  beforeEach(() => {
    process.on("uncaughtExceptionMonitor", record);
  });
  afterEach(() => {
    process.removeListener("uncaughtExceptionMonitor", record);
  });

  test("ends no process, and the next one listens", async () => {
    await using proxy = await startTcpProxy(database.server.port);
    const url = new URL(database.server.url);
    url.port = `${proxy.port}`;
    const pool = database.pool({ connectionString: url.href, application_name: name });
    const store = postgresStore(pool, { key: name });
    // The last message of the login. The server answers that the connection is ready.
    const ready = proxy.hold(decodeURIComponent(url.password), "after");
    let calls = 0;
    const end = store.subscribe?.(() => calls++);
    const held = await ready;
    await expect.poll(killAll).toBeGreaterThan(0);
    held.passAtEnd();
    await expect.poll(() => pool.totalCount).toBe(0);
    store.subscribe?.(() => {})();
    await expect.poll(() => calls).toBeGreaterThan(0);
    end?.();
    expect(uncaught).toEqual([]);
  });
});

describe("A process whose connections are all ended, again and again,", () => {
  test("goes on, also if its pool has no listener for errors", async () => {
    await using bundled = await bundle(new URL("./busy-process.ts", import.meta.url));
    const path = fileURLToPath(bundled.module);
    const child = spawn(process.execPath, [path, database.server.url, name], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    const lines = createInterface(child.stdout);
    await once(lines, "line");
    let killed = 0;
    while (killed < kills && child.exitCode === null) killed += await killAll();
    child.stdin.end("stop\n");
    expect([child.exitCode, killed >= kills]).toEqual([null, true]);
    expect(await ended).toEqual([0, null]);
  });
});
