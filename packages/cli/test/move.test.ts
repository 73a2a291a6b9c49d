import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { oroBank } from "@refresh-once/providers";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { run } from "./running/command.ts";
import { configuredProject, type Project } from "./running/project.ts";

let server: AuthorizationServer;
let project: Project;

beforeAll(async () => {
  server = await startAuthorizationServer();
});
beforeEach(async () => {
  project = await configuredProject(server);
  return () => project[Symbol.asyncDispose]();
});
afterAll(() => server.close());

const move = () => run(["move", "oro", "--to", "file:new.json"], { cwd: project.folder });
const managerOf = (path: string) =>
  createTokenManager({
    refresh: oroBank({ url: server.tokenUrl("oroBank") }),
    store: fileStore(path),
  });
const logIn = async () => {
  await using tokens = managerOf(project.store);
  await tokens.set({ refreshToken: server.issueRefreshToken("oroBank") });
  await tokens.get();
};

test("tokens are moved, the old store is empty, and the new one can be refreshed", async () => {
  await logIn();
  const old = await fileStore(project.store).read();
  await using program = managerOf(project.store);
  const present = await program.get();
  expect(await move()).toMatchObject({ code: 0, stdout: "oro: the tokens are moved\n" });
  const moved = fileStore(`${project.folder}/new.json`);
  expect(await moved.read()).toEqual({ ...old, revision: 1 });
  expect((await fileStore(project.store).read())?.tokens).toBeUndefined();

  // A program that still uses the old store sends no refresh token.
  const { tokenRequests } = server.counters("oroBank");
  await expect(program.renew(present)).rejects.toMatchObject({ code: "login_required" });
  expect(server.counters("oroBank").tokenRequests).toBe(tokenRequests);
  await using tokens = managerOf(`${project.folder}/new.json`);
  await tokens.renew(await tokens.get());
  expect(server.counters("oroBank")).toMatchObject({ reuses: 0 });
});

test("a store that is not empty is not overwritten, and no claim is left", async () => {
  await logIn();
  await using other = managerOf(`${project.folder}/new.json`);
  await other.set({ refreshToken: server.issueRefreshToken("oroBank") });
  const before = await fileStore(`${project.folder}/new.json`).read();
  const ended = await move();
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("The new store is not empty. Nothing was moved.");
  expect(await fileStore(`${project.folder}/new.json`).read()).toEqual(before);
  const { revision = 0 } = (await fileStore(project.store).read()) ?? {};
  const claim = await fileStore(project.store).claim(revision, { duration: 1_000 });
  expect(claim).toBeDefined();
  expect(claim?.abandoned).toBeUndefined();
  await claim?.release();
});

test("without tokens there is nothing to move", async () => {
  expect(await move()).toMatchObject({ code: 3, stderr: "The store has no tokens to move.\n" });
});
