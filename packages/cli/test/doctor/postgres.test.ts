import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { migrate, postgresSchema, postgresStore } from "@refresh-once/postgres";
import { type DatabaseServer, startPostgres } from "@refresh-once/servers";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnosed } from "./diagnosed.ts";
import { connectStandby } from "./standby.ts";

let server: DatabaseServer;
let admin: pg.Pool;

beforeAll(async () => {
  server = await startPostgres({ asInstalled: true });
  admin = poolOf();
  await migrate(admin);
});
afterAll(async () => {
  await admin.end();
  await server[Symbol.asyncDispose]();
});

function poolOf(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: server.url, ...options });
  pool.on("error", () => {});
  return pool;
}

const findings = (check: string, pool = admin, table = "refresh_once") =>
  diagnosed(postgresStore(pool, { key: "oro", table }), check);

/** Changes settings of the server, and waits until new sessions have them. */
async function configure(settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await admin.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  }
  await admin.query("SELECT pg_reload_conf()");
  for (const [name, value] of Object.entries(settings)) {
    const current = () => admin.query("SELECT current_setting($1) AS value", [name]);
    await expect.poll(async () => (await current()).rows[0]?.value).toBe(value);
  }
}

test("a store in a table of its own, on a durable server, is fine", async () => {
  const fine = {
    store: "ok: The store is empty.",
    "postgres-table":
      'ok: The table "refresh_once" has the right columns, and this role may use it.',
    "postgres-durability": "ok: PostgreSQL syncs each commit to disk before it confirms it.",
    "postgres-standbys": "ok: This PostgreSQL is a primary without standbys.",
  };
  for (const [check, line] of Object.entries(fine)) expect(await findings(check)).toEqual([line]);
});

test("a server that confirms commits before they are on disk may lose a login", async () => {
  const pool = poolOf({ options: "-c synchronous_commit=off" });
  expect(await findings("postgres-durability", pool)).toEqual([
    expect.stringMatching(/^warning: synchronous_commit is off/),
  ]);
  await pool.end();
});

test("a server without fsync is a problem", async () => {
  await configure({ fsync: "off" });
  expect(await findings("postgres-durability")).toEqual([
    expect.stringMatching(/^problem: fsync is off/),
  ]);
  await configure({ fsync: "on" });
});

test("a table that is missing, of another program, unlogged, or without a key is a problem", async () => {
  expect(await findings("postgres-table", admin, "absent")).toEqual([
    'problem: The table "absent" is missing. Run the SQL of postgresSchema(), or migrate().',
  ]);
  await admin.query("CREATE TABLE other (key text PRIMARY KEY, revision integer, record text)");
  expect(await findings("postgres-table", admin, "other")).toEqual([
    expect.stringMatching(
      /^problem: The table "other" lacks the columns: revision bigint, claim_id text, claim_started bigint, claim_until timestamp with time zone, abandoned_started bigint\./,
    ),
  ]);
  await admin.query(postgresSchema("lost").replace("CREATE TABLE", "CREATE UNLOGGED TABLE"));
  await admin.query("ALTER TABLE lost DROP CONSTRAINT lost_pkey");
  expect(await findings("postgres-table", admin, "lost")).toEqual([
    expect.stringMatching(/^problem: The table "lost" is unlogged or temporary/),
    expect.stringMatching(/^problem: The table "lost" has no unique index on key/),
  ]);
});

test("a role that lacks permissions is a problem that names them", async () => {
  await admin.query(`CREATE ROLE app LOGIN PASSWORD 'of a test'; CREATE SCHEMA auth;
    ${postgresSchema("auth.tokens")}; GRANT SELECT ON auth.tokens TO app`);
  const url = new URL(server.url);
  url.username = "app";
  const app = poolOf({ connectionString: url.href });
  expect(await findings("postgres-table", app, "auth.tokens")).toEqual([
    expect.stringMatching(/^problem: This role may not use the schema of "auth"."tokens"/),
  ]);
  await admin.query("GRANT USAGE ON SCHEMA auth TO app");
  expect(await findings("postgres-table", app, "auth.tokens")).toEqual([
    expect.stringContaining('GRANT INSERT, UPDATE ON "auth"."tokens" TO the role.'),
  ]);
  await admin.query("GRANT INSERT, UPDATE ON auth.tokens TO app");
  expect(await findings("postgres-table", app, "auth.tokens")).toEqual([
    expect.stringMatching(/^ok: /),
  ]);
  await app.end();
});

test("a standby that does not confirm commits may lose a login, and an absent one stops refreshes", async () => {
  // To the server, this connection is that of a standby.
  const standby = new pg.Client({ connectionString: server.url, ...{ replication: "true" } });
  await standby.connect();
  expect(await findings("postgres-standbys")).toEqual([
    expect.stringMatching(/^warning: The standbys \(1\) do not confirm commits/),
  ]);
  await configure({ synchronous_standby_names: "*" });
  expect(await findings("postgres-standbys")).toEqual([
    expect.stringMatching(/^problem: synchronous_standby_names is set, and no such standby/),
  ]);
  const local = poolOf({ options: "-c synchronous_commit=local" });
  expect(await findings("postgres-standbys", local)).toEqual([
    expect.stringMatching(/^warning: The standbys \(1\) do not confirm commits/),
  ]);
  await configure({ synchronous_standby_names: "" });
  await Promise.all([local.end(), standby.end()]);
});

test("a standby that confirms each commit is fine", async () => {
  await configure({ synchronous_standby_names: "*" });
  const standby = await connectStandby(server.url);
  await expect
    .poll(() => findings("postgres-standbys"))
    .toEqual(["ok: A synchronous standby confirms each commit."]);
  await configure({ synchronous_standby_names: "" });
  await standby.end();
});

test("a role that may not see the standbys is told so", async () => {
  const standby = new pg.Client({ connectionString: server.url, ...{ replication: "true" } });
  await standby.connect();
  await admin.query("CREATE ROLE reader LOGIN PASSWORD 'of a test'");
  const url = new URL(server.url);
  url.username = "reader";
  const reader = poolOf({ connectionString: url.href });
  expect(await findings("postgres-standbys", reader)).toEqual([
    expect.stringMatching(/^not_checked: There are standbys, but this role may not see/),
  ]);
  await Promise.all([reader.end(), standby.end()]);
});

test("a server that is itself a standby is a problem", async () => {
  await using second = await startPostgres();
  const pool = poolOf({ connectionString: second.url });
  await migrate(pool);
  const { rows } = await pool.query("SHOW data_directory");
  await second.kill();
  await writeFile(join(rows[0].data_directory, "standby.signal"), "");
  // It resolves when the server takes connections that write, which this one never does.
  second.start().catch(() => {});
  await expect
    .poll(() =>
      pool.query("SELECT").then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  expect(await findings("postgres-standbys", pool)).toEqual([
    expect.stringMatching(/^problem: This PostgreSQL is a standby/),
  ]);
  await pool.end();
});
