import type { TokenStore } from "@refresh-once/core";
import { migrate, postgresStore } from "@refresh-once/postgres";
import { redisStore } from "@refresh-once/redis";
import { type DatabaseServer, hasRedis, startPostgres, startRedis } from "@refresh-once/servers";
import { startAuthorizationServer } from "@refresh-once/testing";
import pg from "pg";
import { createClient } from "redis";
import { expect, test } from "vitest";
import { run } from "./running/command.ts";
import { emptyProject } from "./running/project.ts";

/** Logs in and refreshes by flags alone, against a real database. */
async function logInAndRefresh({ url }: DatabaseServer, kind: string): Promise<void> {
  await using server = await startAuthorizationServer();
  await using project = await emptyProject();
  const { clientId, clientSecret } = server.client;
  const store = ["--store", `${url}#tokens:shop`];
  const flags = [
    ...["--token-endpoint", server.tokenUrl("rfc6749"), "--client-id", clientId],
    ...["--client-secret-env", "SECRET", ...store],
  ];
  const options = { cwd: project.folder, env: { SECRET: clientSecret } };
  const input = server.issueRefreshToken("rfc6749");
  expect(await run(["login", "shop", ...flags], { ...options, input })).toMatchObject({ code: 0 });
  expect(await run(["refresh", "shop", ...flags], options)).toMatchObject({ code: 0 });
  const status = await run(["status", "shop", "--json", ...store], options);
  expect(JSON.parse(status.stdout)).toMatchObject([{ store: kind, state: "ready", revision: 2 }]);
}

/** Claims the account as a program does, and returns what `status` says of that. */
async function statusWhileClaimed({ url }: DatabaseServer, store: TokenStore): Promise<string> {
  await using project = await emptyProject();
  const claim = await store.claim(2, { duration: 3_600_000 });
  const flags = ["--store", `${url}#tokens:shop`];
  const status = await run(["status", "shop", ...flags], { cwd: project.folder });
  await claim?.release();
  return status.stdout;
}

const claimed = /ready; claimed by a process with the claim id [\da-f]{8} for \d+ (s|min)\n$/;

test.skipIf(!hasRedis())("a store in Redis is opened by its URL", async () => {
  await using redis = await startRedis();
  await logInAndRefresh(redis, "redis");
  const client = createClient({ url: redis.url });
  await client.connect();
  const store = redisStore(client, { key: "tokens:shop" });
  expect(await statusWhileClaimed(redis, store)).toMatch(claimed);
  client.destroy();
});

test("a store in PostgreSQL is opened by its URL", async () => {
  await using postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: postgres.url });
  await migrate(pool);
  await logInAndRefresh(postgres, "postgres");
  const store = postgresStore(pool, { key: "tokens:shop" });
  expect(await statusWhileClaimed(postgres, store)).toMatch(claimed);
  await pool.end();
});

test("a database that is not there is a failure, and not wrong usage", async () => {
  await using project = await emptyProject();
  const args = ["status", "--store", "redis://127.0.0.1:1#tokens:shop"];
  const ended = await run(args, { cwd: project.folder });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("The store cannot be reached: ");
});
