import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Browser } from "./running/browser.ts";
import { type Running, run, start } from "./running/command.ts";
import { type OidcProvider, startOidcProvider } from "./running/oidc-provider.ts";
import { emptyProject, imports, type Project } from "./running/project.ts";

let provider: OidcProvider;
let project: Project;

beforeAll(async () => {
  provider = await startOidcProvider();
});
beforeEach(async () => {
  project = await emptyProject();
  return () => project[Symbol.asyncDispose]();
});
afterAll(() => provider[Symbol.asyncDispose]());

const account = () => ["--issuer", provider.issuer, "--client-id", "cli", "--store", "file:a.json"];
const consent = ["--param", "prompt=consent"];
const command = (...args: string[]) => run([...args, ...account()], { cwd: project.folder });
const login = (...args: string[]) =>
  start(["login", "shop", ...args, ...account()], { cwd: project.folder });
const isStored = () => existsSync(join(project.folder, "a.json"));

/** The address that the command prints. */
async function pageOf({ says }: Running): Promise<URL> {
  const [, url = ""] = await says(/^(http\S+\/auth\?\S+)$/m);
  return new URL(url);
}

test("a login by browser is stored, and its tokens can be refreshed and revoked", async () => {
  const running = login(...consent);
  const page = await pageOf(running);
  expect(page.searchParams.get("code_challenge_method")).toBe("S256");
  expect(page.searchParams.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  expect(await new Browser().agree(page.href)).toBe(
    "You are logged in. You can close this page.\n",
  );
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 0, stdout: "" });
  expect(ended.stderr).toMatch(/shop: the tokens are stored\.\n$/);

  const { tokens } = JSON.parse(await readFile(join(project.folder, "a.json"), "utf8"));
  expect(tokens).toMatchObject({
    scope: "openid offline_access",
    extra: { id_token: expect.any(String) },
  });
  const forced = await command("refresh", "shop", "--force");
  expect(forced).toMatchObject({ code: 0, stdout: expect.stringMatching(/^shop: refreshed/) });
  const said = [ended.stderr, forced.stdout, forced.stderr].join("\n");
  for (const secret of [tokens.accessToken, tokens.refreshToken, tokens.extra.id_token]) {
    expect(said).not.toContain(secret.slice(0, 8));
  }

  const before = provider.refreshTokens();
  expect(await command("logout", "shop")).toMatchObject({ code: 0 });
  expect(provider.refreshTokens()).toBeLessThan(before);
  expect(await command("status", "shop")).toMatchObject({ code: 3 });
});

test("a login on another device is stored", async () => {
  const running = login("--device");
  const [url = ""] = await running.says(/^http\S+user_code=\S+$/m);
  await new Browser().agree(url);
  expect(await running.ended).toMatchObject({ code: 0, stdout: "" });
  expect(await command("token", "shop")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\S+\n$/),
  });
});

test("a configuration has the login beside the account", async () => {
  await project.write(
    "refresh-once.config.mjs",
    `${imports}
const client = { issuer: ${JSON.stringify(provider.issuer)}, clientId: "cli" };
export default { shop: { refresh: refreshTokenGrant(client), store: fileStore("${project.folder}/a.json") } };
export const logins = { shop: { ...client, parameters: { prompt: "consent" } } };`,
  );
  const running = start(["login", "shop"], { cwd: project.folder });
  await new Browser().agree((await pageOf(running)).href);
  expect(await running.ended).toMatchObject({ code: 0 });
  expect(await run(["refresh", "shop"], { cwd: project.folder })).toMatchObject({ code: 0 });
});

test("a redirect with another state is refused, and the login goes on", async () => {
  const running = login(...consent);
  const page = await pageOf(running);
  const redirectUri = page.searchParams.get("redirect_uri") ?? "";
  const forged = await fetch(`${redirectUri}?code=forged&state=forged&iss=${provider.issuer}`);
  expect(forged.status).toBe(404);
  await new Browser().agree(page.href);
  expect(await running.ended).toMatchObject({ code: 0 });
});

test("a redirect of another issuer ends the login, and nothing is stored", async () => {
  const running = login(...consent);
  const page = await pageOf(running);
  const redirectUri = page.searchParams.get("redirect_uri") ?? "";
  const redirect = new URL(await new Browser().agreeUntilRedirect(page.href, redirectUri));
  redirect.searchParams.set("iss", "https://other.example");
  expect((await fetch(redirect)).status).toBe(400);
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/The login has failed: .*iss.*Nothing was stored\./);
  expect(isStored()).toBe(false);
});

test("a refused consent ends the login", async () => {
  const running = login(...consent);
  const page = await pageOf(running);
  const { searchParams } = page;
  const redirect = new URL(searchParams.get("redirect_uri") ?? "");
  redirect.search = `${new URLSearchParams({
    error: "access_denied",
    state: searchParams.get("state") ?? "",
    iss: provider.issuer,
  })}`;
  expect((await fetch(redirect)).status).toBe(400);
  const ended = await running.ended;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('the provider answered "access_denied"');
  expect(isStored()).toBe(false);
});

test.each([
  ["in the browser", consent, /Waiting for the browser/],
  ["on another device", ["--device"], /Waiting for the confirmation/],
])("Ctrl-C during a login %s stores nothing", async (_, flags, waiting) => {
  const running = login(...flags);
  await running.says(waiting);
  running.child.kill("SIGINT");
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 130, stdout: "" });
  expect(ended.stderr).toMatch(/Interrupted\.\n$/);
  expect(isStored()).toBe(false);
});

test("a login without a refresh token is not stored", async () => {
  const running = login("--scope", "openid");
  await new Browser().agree((await pageOf(running)).href);
  const ended = await running.ended;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain("The provider returned no refresh token, so nothing was stored.");
  expect(isStored()).toBe(false);
});

test("an issuer without a discovery document is named", async () => {
  const flags = ["--client-id", "cli", "--store", "file:a.json"];
  const ended = await run(["login", "shop", "--issuer", `${provider.issuer}/no`, ...flags], {
    cwd: project.folder,
  });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(`The discovery document of ${provider.issuer}/no cannot be read.`);
});
