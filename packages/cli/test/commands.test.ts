import { readFile } from "node:fs/promises";
import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { oroBank } from "@refresh-once/providers";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, runAlone } from "./running/command.ts";
import { configuredProject, type Project } from "./running/project.ts";

let server: AuthorizationServer;
let project: Project;

beforeAll(async () => {
  server = await startAuthorizationServer();
  project = await configuredProject(server);
});
afterAll(async () => {
  await server.close();
  await project[Symbol.asyncDispose]();
});

const command = (...args: string[]) => run(args, { cwd: project.folder });
const logIn = (name: string, token: string) =>
  run(["login", name], { cwd: project.folder, input: `${token}\n` });

/** Every token that the server has issued, as far as the store shows them. */
async function secretsIn(path: string): Promise<string[]> {
  const { accessToken, refreshToken } = JSON.parse(await readFile(path, "utf8")).tokens;
  return [accessToken, refreshToken].filter(Boolean);
}

test("an account is logged in, used, refreshed and logged out, and only `token` prints a token", async () => {
  // Each in a process of its own, as a person or a script runs them.
  const command = (...args: string[]) => runAlone(args, { cwd: project.folder });
  const seed = server.issueRefreshToken("oroBank");
  const secrets = [seed];
  const outputs: string[] = [];
  const remember = async (ended: Awaited<ReturnType<typeof command>>) => {
    outputs.push(ended.stdout, ended.stderr);
    return ended;
  };

  expect(await remember(await command("status", "oro"))).toMatchObject({ code: 3 });
  expect(
    await remember(await runAlone(["login", "oro"], { cwd: project.folder, input: `${seed}\n` })),
  ).toMatchObject({ code: 0, stdout: "" });

  const token = await command("token", "oro");
  secrets.push(...(await secretsIn(project.store)));
  expect(token).toMatchObject({ code: 0, stdout: `${secrets[1]}\n`, stderr: "" });
  expect(server.counters("oroBank")).toMatchObject({ refreshes: 1, reuses: 0 });

  expect(await remember(await command("refresh", "oro"))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^oro: not due; the access token is valid for 5 min\n$/),
  });
  expect(await remember(await command("refresh", "oro", "--force"))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^oro: refreshed; the access token is valid for/),
  });
  secrets.push(...(await secretsIn(project.store)));
  expect(server.counters("oroBank")).toMatchObject({ refreshes: 2, reuses: 0 });

  const fetched = await remember(await command("fetch", "oro", server.resourceUrl("oroBank")));
  expect(fetched).toMatchObject({ code: 0, stderr: "200 OK\n" });
  expect(JSON.parse(fetched.stdout)).toBeTypeOf("object");

  const table = await remember(await command("status"));
  expect(table).toMatchObject({ code: 3 });
  expect(table.stdout).toMatch(
    /^ACCOUNT .*\noro +file +3 +valid for .* ready\nshop .*login needed/,
  );
  const [oro] = JSON.parse((await remember(await command("status", "--json", "oro"))).stdout);
  expect(oro).toMatchObject({ state: "ready", revision: 3, unanswered: 0, hasRefreshToken: true });
  expect(await remember(await command("doctor"))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^oro: ok: The stored record can be read\.\n/),
  });
  expect(await remember(await command("doctor", "--json"))).toMatchObject({ code: 0 });

  expect(await remember(await command("logout", "oro"))).toMatchObject({
    code: 0,
    stdout: "oro: the tokens are deleted, but not revoked at the provider\n",
  });
  expect(await remember(await command("token", "oro"))).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^oro: .*\nLog in with: refresh-once login oro\n$/s),
  });
  expect(secrets.length).toBeGreaterThan(4);
  for (const secret of secrets) expect(outputs.join("\n")).not.toContain(secret.slice(0, 8));
});

test("a rejected refresh token needs a login, which refresh and status tell", async () => {
  await logIn("oro", server.issueRefreshToken("oroBank"));
  await logIn("shop", server.issueRefreshToken("rfc6749"));
  server.revokeRefreshTokens();
  expect(await command("refresh", "oro")).toMatchObject({ code: 3 });
  expect(await command("refresh", "shop")).toMatchObject({ code: 3 });
  const status = await command("status", "--json");
  expect(status.code).toBe(3);
  expect(JSON.parse(status.stdout)).toMatchObject([
    // Its 401 may be that of a gateway, so the token is sent again later.
    { account: "oro", state: "login_needed", nextTryAt: expect.stringMatching(/Z$/) },
    { account: "shop", state: "login_needed", refusal: "invalid_grant" },
  ]);
});

test("a program that runs takes a login over", async () => {
  const refresh = oroBank({ url: server.tokenUrl("oroBank") });
  await using program = createTokenManager({ refresh, store: fileStore(project.store) });
  await logIn("oro", server.issueRefreshToken("oroBank"));
  server.revokeRefreshTokens("oroBank");
  await expect(program.get()).rejects.toMatchObject({ kind: "terminal" });
  await logIn("oro", server.issueRefreshToken("oroBank"));
  await expect(program.get()).resolves.toMatchObject({ accessToken: expect.any(String) });
});

test("logout revokes at the provider, if the account can", async () => {
  await logIn("shop", server.issueRefreshToken("rfc6749"));
  expect(await command("refresh", "shop")).toMatchObject({ code: 0 });
  expect(await command("logout", "shop")).toMatchObject({
    code: 0,
    stdout: "shop: the tokens are revoked and deleted\n",
  });
  expect(server.counters("rfc6749")).toMatchObject({ revocations: 1 });
});

test("an API that is not listed gets no token", async () => {
  const url = `${server.otherOrigin}/accounts`;
  const ended = await command("fetch", "oro", url);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain(`Add --origin ${server.otherOrigin}`);
  expect(server.foreignRequests()).toEqual([]);
});

test("status reads, and changes nothing", async () => {
  await logIn("oro", server.issueRefreshToken("oroBank"));
  const before = await readFile(project.store, "utf8");
  const { tokenRequests } = server.counters();
  expect(await command("status", "oro")).toMatchObject({ code: 0 });
  expect(await readFile(project.store, "utf8")).toBe(before);
  expect(server.counters().tokenRequests).toBe(tokenRequests);
});

test("no command of the flags needs a configuration", async () => {
  const { clientId, clientSecret } = server.client;
  const flags = [
    ...["--token-endpoint", server.tokenUrl("rfc6749"), "--client-id", clientId],
    ...["--client-secret-env", "SECRET", "--store", "file:flags.json"],
  ];
  const options = { cwd: project.folder, env: { SECRET: clientSecret } };
  const input = server.issueRefreshToken("rfc6749");
  expect(await run(["login", "flags", ...flags], { ...options, input })).toMatchObject({ code: 0 });
  expect(await run(["refresh", "flags", ...flags], options)).toMatchObject({ code: 0 });
  const status = await run(["status", "--store", "file:flags.json"], options);
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/ready\n$/) });
});
