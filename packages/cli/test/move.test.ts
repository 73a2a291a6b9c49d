import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { oroBank } from "@refresh-once/providers";
import { expect, test } from "vitest";
import { run } from "./running/command.ts";
import { useProject } from "./running/use-project.ts";

const used = useProject();

const move = () => run(["move", "oro", "--to", "file:new.json"], { cwd: used.project.folder });
const managerOf = (path: string) =>
  createTokenManager({
    refresh: oroBank({ url: used.server.tokenUrl("oroBank") }),
    store: fileStore(path),
  });
const logIn = async () => {
  await using tokens = managerOf(used.project.store);
  await tokens.set({ refreshToken: used.server.issueRefreshToken("oroBank") });
  await tokens.get();
};

test("tokens are moved, the old store is empty, and the new one can be refreshed", async () => {
  await logIn();
  const old = await fileStore(used.project.store).read();
  await using program = managerOf(used.project.store);
  const present = await program.get();
  expect(await move()).toMatchObject({ code: 0, stdout: "oro: the tokens are moved\n" });
  const moved = fileStore(`${used.project.folder}/new.json`);
  expect(await moved.read()).toEqual({ ...old, revision: 1 });
  expect((await fileStore(used.project.store).read())?.tokens).toBeUndefined();

  // A program that still uses the old store sends no refresh token.
  const { tokenRequests } = used.server.counters("oroBank");
  await expect(program.renew(present)).rejects.toMatchObject({ code: "login_required" });
  expect(used.server.counters("oroBank").tokenRequests).toBe(tokenRequests);
  await using tokens = managerOf(`${used.project.folder}/new.json`);
  await tokens.renew(await tokens.get());
  expect(used.server.counters("oroBank")).toMatchObject({ reuses: 0 });
});

test("a store that is not empty is not overwritten, and no claim is left", async () => {
  await logIn();
  await using other = managerOf(`${used.project.folder}/new.json`);
  await other.set({ refreshToken: used.server.issueRefreshToken("oroBank") });
  const before = await fileStore(`${used.project.folder}/new.json`).read();
  const ended = await move();
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("The new store is not empty. Nothing was moved.");
  expect(await fileStore(`${used.project.folder}/new.json`).read()).toEqual(before);
  const { revision = 0 } = (await fileStore(used.project.store).read()) ?? {};
  const claim = await fileStore(used.project.store).claim(revision, { duration: 1_000 });
  expect(claim).toBeDefined();
  expect(claim?.abandoned).toBeUndefined();
  await claim?.release();
});

test("without tokens there is nothing to move", async () => {
  expect(await move()).toMatchObject({ code: 3, stderr: "The store has no tokens to move.\n" });
});
