import { join } from "node:path";
import { expect, test } from "vitest";
import { Browser } from "./running/browser.ts";
import { run, start } from "./running/command.ts";
import { type OidcProvider, startOidcProvider } from "./running/oidc-provider.ts";
import { emptyProject, imports, type Project } from "./running/project.ts";

/** How many lifetimes of an idle refresh token a login is kept. The long form is `TESTS=full`. */
const lifetimes = process.env.TESTS === "full" ? 10 : 3;

/** The lifetimes that are tried, in seconds. `keep` refreshes every second. */
const idleLimits = [3, 6, 12, 24, 48];

/** A refresh token ends when it was not used for `idle` seconds. That of the login itself has more time. */
function startStrictProvider(idle: number): Promise<OidcProvider> {
  const RefreshToken = (_: unknown, { rotations }: { readonly rotations?: number | undefined }) =>
    rotations ? idle : 3_600;
  return startOidcProvider({ RefreshToken });
}

async function configure({ write, folder }: Project, issuer: string): Promise<void> {
  const storeOf = (name: string) => JSON.stringify(join(folder, `${name}.json`));
  await write(
    "refresh-once.config.mjs",
    `${imports}
const client = { issuer: ${JSON.stringify(issuer)}, clientId: "cli" };
const refresh = refreshTokenGrant(client);
export default {
  kept: { refresh, store: fileStore(${storeOf("kept")}) },
  idle: { refresh, store: fileStore(${storeOf("idle")}) },
};
const login = { ...client, parameters: { prompt: "consent" } };
export const logins = { kept: login, idle: login };`,
  );
}

/** Lets `keep` keep one of two logins, until the other one has been idle for ten lifetimes. */
async function keepOneOfTwo(idle: number): Promise<"alive" | "lost"> {
  await using provider = await startStrictProvider(idle);
  await using project = await emptyProject();
  const command = (...args: string[]) => run(args, { cwd: project.folder });
  await configure(project, provider.issuer);
  for (const name of ["kept", "idle"]) {
    const login = start(["login", name], { cwd: project.folder });
    const [, page = ""] = await login.says(/^(http\S+\/auth\?\S+)$/m);
    await new Browser().agree(page);
    expect(await login.ended).toMatchObject({ code: 0 });
  }
  expect(await command("refresh", "idle", "--force")).toMatchObject({ code: 0 });

  const keep = start(["keep", "kept", "--every", "1s"], { cwd: project.folder });
  let hasEnded = false;
  keep.ended.then(() => {
    hasEnded = true;
  });
  const passed = () => (provider.refreshes.at(-1) ?? 0) - (provider.refreshes[0] ?? 0);
  await expect.poll(() => hasEnded || passed() / 1_000 > lifetimes * idle).toBe(true);
  const wasLost = hasEnded;
  const { code } = await command("refresh", "kept", "--force");
  keep.child.kill("SIGTERM");
  const ended = await keep.ended;
  if (wasLost || code !== 0) return "lost";
  expect(ended).toMatchObject({ code: 0 });
  expect(provider.rejections()).toBe(0);

  const dead = await command("refresh", "idle", "--force");
  expect(dead.code).toBe(3);
  expect(dead.stderr).toContain("invalid_grant");
  return "alive";
}

test(`keep carries a login over ${lifetimes} lifetimes of an idle refresh token, and a login without it ends`, async () => {
  // If this machine stops for longer than a lifetime, the login is lost rightly: try again with a longer one.
  const results: string[] = [];
  for (const idle of idleLimits) {
    results.push(await keepOneOfTwo(idle));
    if (results.at(-1) === "alive") break;
  }
  expect(results).toContain("alive");
});
