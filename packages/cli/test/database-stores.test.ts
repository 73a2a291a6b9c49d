import { migrate } from "@refresh-once/postgres";
import { type DatabaseServer, hasRedis, startPostgres, startRedis } from "@refresh-once/servers";
import { startAuthorizationServer } from "@refresh-once/testing";
import pg from "pg";
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

test.skipIf(!hasRedis())("a store in Redis is opened by its URL", async () => {
  await using redis = await startRedis();
  await logInAndRefresh(redis, "redis");
});

test("a store in PostgreSQL is opened by its URL", async () => {
  await using postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: postgres.url });
  await migrate(pool);
  await pool.end();
  await logInAndRefresh(postgres, "postgres");
});

test("a database that is not there is a failure, and not wrong usage", async () => {
  await using project = await emptyProject();
  const args = ["status", "--store", "redis://127.0.0.1:1#tokens:shop"];
  const ended = await run(args, { cwd: project.folder });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("The store cannot be reached: ");
});
