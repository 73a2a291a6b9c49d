import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TokenStore } from "@refresh-once/core";
import { bundle } from "@refresh-once/processes";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useOwnServer } from "./database.ts";
import { failureOf, longLease, record } from "./managers.ts";

const database = useOwnServer();

/** How many connections with this application name are listening. */
async function listening(name: string): Promise<number> {
  const { rows } = await database
    .pool({ max: 1 })
    .query("SELECT FROM pg_stat_activity WHERE application_name = $1 AND query LIKE 'LISTEN %'", [
      name,
    ]);
  return rows.length;
}

async function commit(store: TokenStore, revision: number): Promise<void> {
  const claim = await store.claim(revision - 1, longLease);
  expect(await claim?.commit(record(revision))).toBe(true);
}

/** A subscription that counts its calls. */
function listen(store: TokenStore) {
  let calls = 0;
  const end = store.subscribe?.(() => {
    calls++;
  });
  return { calls: () => calls, end: () => end?.() };
}

describe("Subscribing", () => {
  test("uses one connection for all stores of a pool, and returns it unchanged", async () => {
    const name = "one for all";
    const pool = database.pool({ application_name: name, max: 4 });
    const stores = Array.from({ length: 20 }, (_, key) =>
      postgresStore(pool, { key: `all ${key}` }),
    );
    const listeners = [...stores, ...stores].map(listen);
    await expect.poll(() => listeners.every(({ calls }) => calls() > 0)).toBe(true);
    expect(await listening(name)).toBe(1);
    expect(pool.totalCount - pool.idleCount).toBe(1);
    for (const { end } of listeners) end();
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
    const clients = await Promise.all([1, 2, 3, 4].map(() => pool.connect()));
    for (const client of clients) {
      const { rows } = await client.query("SELECT pg_listening_channels()");
      expect(rows).toEqual([]);
      const ours = ["error", "notification"].map((event) => client.listenerCount(event));
      expect(ours).toEqual([0, 0]);
      client.release();
    }
  });

  test("reports commits of the own account only", async () => {
    const pool = database.pool();
    const [own, foreign] = [
      postgresStore(pool, { key: "own" }),
      postgresStore(pool, { key: "foreign" }),
    ];
    const [mine, theirs] = [listen(own), listen(foreign)];
    await expect.poll(() => [mine.calls(), theirs.calls()]).toEqual([1, 1]);
    await commit(postgresStore(database.pool(), { key: "foreign" }), 1);
    await expect.poll(() => theirs.calls()).toBe(2);
    expect(mine.calls()).toBe(1);
    await commit(postgresStore(database.pool(), { key: "own" }), 1);
    await expect.poll(() => mine.calls()).toBe(2);
    mine.end();
    theirs.end();
  });

  test("continues on another connection after the server closed the first", async () => {
    const name = "ended";
    const pool = database.pool({ application_name: name });
    const store = postgresStore(pool, { key: name });
    const listener = listen(store);
    await expect.poll(() => listener.calls()).toBe(1);
    await database
      .pool()
      .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [
        name,
      ]);
    // One call for the lost connection, and one for commits that may have been missed meanwhile.
    await expect.poll(() => listener.calls()).toBe(3);
    await commit(store, 1);
    await expect.poll(() => listener.calls()).toBe(4);
    listener.end();
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
  });

  test("throws no error while the server is down, and works again for the next subscriber", async () => {
    const pool = database.pool();
    const store = postgresStore(pool, { key: "away" });
    const first = listen(store);
    await expect.poll(() => first.calls()).toBe(1);
    await database.server.kill();
    await expect.poll(() => first.calls()).toBe(2);
    listen(store).end();
    expect(await failureOf(store.read())).toMatchObject({ code: expect.stringMatching(/^ECONN/) });
    await database.server.start();
    const second = listen(store);
    await expect.poll(() => second.calls()).toBe(1);
    await commit(store, 1);
    await expect.poll(() => [first.calls(), second.calls()]).toEqual([4, 2]);
    first.end();
    second.end();
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
  });

  test("throws no error after the pool has ended", async () => {
    const pool = new pg.Pool({ connectionString: database.server.url });
    const store = postgresStore(pool, { key: "over" });
    await pool.end();
    listen(store).end();
    expect(await failureOf(store.read())).toMatchObject({
      message: expect.stringContaining("pool"),
    });
  });

  test("is not supported if `listen` is false", () => {
    const store = postgresStore(database.pool(), { key: "off", listen: false });
    expect(store).not.toHaveProperty("subscribe");
  });
});

describe("P4: A pool that the program needs", () => {
  test("keeps its last connections free for statements", async () => {
    const pool = database.pool({ max: 2 });
    const user = await pool.connect();
    const store = postgresStore(pool, { key: "last" });
    const listener = listen(store);
    expect(await store.read()).toBeUndefined();
    expect(pool.waitingCount).toBe(0);
    expect(pool.idleCount).toBe(1);
    expect(listener.calls()).toBe(0);
    listener.end();
    user.release();
  });

  test("gets the listening connection back as soon as a statement waits for one", async () => {
    const pool = database.pool({ max: 2 });
    const store = postgresStore(pool, { key: "back" });
    const listener = listen(store);
    await expect.poll(() => listener.calls()).toBe(1);
    const user = await pool.connect();
    expect(pool.totalCount - pool.idleCount).toBe(2);
    expect(await store.read()).toBeUndefined();
    listener.end();
    user.release();
  });
});

test("A process can exit after its wait has ended", async () => {
  await using program = await bundle(new URL("./waiting-process.ts", import.meta.url));
  const args = [fileURLToPath(program.module), database.server.url];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  child.stdout.on("data", (data) => lines.push(`${data}`));
  const [code] = await once(child, "exit");
  expect([code, lines.join("")]).toEqual([0, "told\n"]);
});
