import { readFile } from "node:fs/promises";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, start } from "./running/command.ts";
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

const logIn = (name: string, token: string) =>
  run(["login", name], { cwd: project.folder, input: token });
const keep = (...args: string[]) => start(["keep", ...args], { cwd: project.folder });

test("two processes keep one login alive until they are stopped, and spend no token twice", async () => {
  await logIn("oro", server.issueRefreshToken("oroBank"));
  const both = [keep("oro", "--every", "1s"), keep("oro", "--every", "1s")];
  await Promise.all(both.map(({ says }) => says(/(oro: refreshed; .*\n[\s\S]*){3}/)));
  for (const { child } of both) child.kill("SIGTERM");
  const ended = await Promise.all(both.map(({ ended }) => ended));
  expect(ended).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(server.counters("oroBank")).toMatchObject({ reuses: 0 });
  expect(server.counters("oroBank").refreshes).toBeGreaterThanOrEqual(3);
  const { tokens } = JSON.parse(await readFile(project.store, "utf8"));
  const said = ended.map(({ stdout, stderr }) => stdout + stderr).join("");
  expect(said).not.toContain(tokens.accessToken.slice(0, 8));
  expect(said).not.toContain(tokens.refreshToken.slice(0, 8));
});

test("a login of unknown age is renewed at once, and then left alone until it is due", async () => {
  await logIn("oro", server.issueRefreshToken("oroBank"));
  const { refreshes } = server.counters("oroBank");
  expect(await keep("oro", "--once").ended).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^oro: refreshed; next time in [12] h\n$/),
  });
  expect(await keep("oro", "--once").ended).toMatchObject({ code: 0, stderr: "" });
  expect(server.counters("oroBank").refreshes).toBe(refreshes + 1);
});

test("a lost login ends the command with 3, and the message says how to log in", async () => {
  await logIn("shop", server.issueRefreshToken("rfc6749"));
  server.revokeRefreshTokens("rfc6749");
  const ended = await keep("shop").ended;
  expect(ended).toMatchObject({ code: 3, stdout: "" });
  expect(ended.stderr).toMatch(/^shop: .*\nLog in with: refresh-once login shop\n$/s);
});

test("Ctrl-C ends it with 130", async () => {
  await logIn("oro", server.issueRefreshToken("oroBank"));
  const running = keep("oro");
  await running.says(/refreshed/);
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130 });
});
