import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TokenSet } from "@refresh-once/core";
import { describe, expect, test } from "vitest";
import { Chromium, whySkipped } from "./running/chromium.ts";
import { run, start } from "./running/command.ts";
import { startOidcProvider } from "./running/oidc-provider.ts";
import { emptyProject, imports, type Project } from "./running/project.ts";
import { type Answer, Services } from "./running/services.ts";

/** The access token of the login expires soon, and those of refreshes do not, in seconds. */
const AccessToken = (_: unknown, { gty = "" }: { readonly gty?: string | undefined }) =>
  gty.endsWith("refresh_token") ? 3_600 : 4;

const loginRequired: Answer = { status: 503, text: "login_required" };
const answered = (login: string): Answer => ({ status: 200, text: JSON.stringify({ sub: login }) });
const byAll = (answer: Answer) => Array(4).fill(answer);

async function configure(project: Project, issuer: string): Promise<string> {
  await project.write(
    "refresh-once.config.mjs",
    `${imports}
const client = { issuer: ${JSON.stringify(issuer)}, clientId: "cli" };
export default {
  shop: {
    refresh: refreshTokenGrant(client),
    refreshBefore: 0,
    revoke: tokenRevocation({ url: "${issuer}/token/revocation", clientId: "cli" }),
    store: fileStore(${JSON.stringify(project.store)}),
  },
};
export const logins = { shop: { ...client, parameters: { prompt: "consent" } } };`,
  );
  return join(project.folder, "refresh-once.config.mjs");
}

async function statusOfAccess(issuer: string, { accessToken }: TokenSet): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${issuer}/me`, { headers })).status;
}

/** What the token endpoint says about a refresh token. */
async function refreshError(issuer: string, { refreshToken = "" }: TokenSet): Promise<unknown> {
  const body = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: "cli" };
  const init = { method: "POST", body: new URLSearchParams(body) };
  const reply = await (await fetch(`${issuer}/token`, init)).json();
  return reply.error;
}

describe.skipIf(whySkipped)(`in Chromium${whySkipped ? ` (${whySkipped})` : ""}`, () => {
  test("P1, P9: a login reaches four processes of a service that run, is refreshed once, and ends with a logout", async () => {
    await using provider = await startOidcProvider({ AccessToken });
    await using project = await emptyProject();
    const { issuer } = provider;
    const configuration = await configure(project, issuer);
    await using services = await Services.start(4, configuration, `${issuer}/me`);
    expect(await services.ask()).toEqual(byAll(loginRequired));

    const login = start(["login", "shop"], { cwd: project.folder });
    const [, page = ""] = await login.says(/^(http\S+\/auth\?\S+)$/m);
    await using browser = await Chromium.start();
    expect(await browser.logIn(page)).toMatch(/^You are logged in\. You can close this page\./);
    expect(await login.ended).toMatchObject({ code: 0, stdout: "" });
    expect(await services.ask()).toEqual(byAll(answered("alice")));

    await expect
      .poll(async () => {
        expect(await services.ask()).toEqual(byAll(answered("alice")));
        return provider.refreshes.length;
      })
      .toBe(1);
    expect(await services.ask()).toEqual(byAll(answered("alice")));
    expect([provider.refreshes.length, provider.rejections()]).toEqual([1, 0]);

    const { tokens } = JSON.parse(await readFile(project.store, "utf8"));
    expect(await statusOfAccess(issuer, tokens)).toBe(200);
    expect(await run(["logout", "shop"], { cwd: project.folder })).toMatchObject({
      code: 0,
      stdout: "shop: the tokens are revoked and deleted\n",
    });
    expect(await statusOfAccess(issuer, tokens)).toBe(401);
    expect(await refreshError(issuer, tokens)).toBe("invalid_grant");
    expect(await services.ask()).toEqual(byAll(loginRequired));
    expect([provider.refreshes.length, provider.rejections()]).toEqual([1, 1]);
  });
});
