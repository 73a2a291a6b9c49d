import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { run } from "./running/command.ts";
import { imports } from "./running/project.ts";
import { useProject } from "./running/use-project.ts";

const used = useProject();
beforeEach(async () => {
  const input = used.server.issueRefreshToken("oroBank");
  await run(["login", "oro"], { cwd: used.project.folder, input });
});

const status = (...flags: string[]) =>
  run(["status", "oro", ...flags], { cwd: used.project.folder });

/** Starts a process that claims the account, and does nothing else. */
async function claimant() {
  await used.project.write(
    "claimant.mjs",
    `${imports}
const claim = await fileStore(${JSON.stringify(used.project.store)}).claim(1, { duration: 3_600_000 });
console.log(claim ? "claimed" : "refused");
setInterval(() => {}, 60_000);`,
  );
  const program = join(used.project.folder, "claimant.mjs");
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const [said] = await once(child.stdout, "data");
  expect(`${said}`).toBe("claimed\n");
  const killed = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return { pid: child.pid, killed };
}

test("status says which process may send the refresh token just now", async () => {
  const before = Date.now();
  const { pid, killed } = await claimant();
  const holder = `process ${pid} on this host`;
  const { code, stdout } = await status();
  expect(stdout).toMatch(new RegExp(`ready; claimed by ${holder} for \\d+ (s|min)\n$`));
  expect(code).toBe(0);
  const [{ claim }] = JSON.parse((await status("--json")).stdout);
  expect(claim).toMatchObject({ holder });
  expect(Date.parse(claim.startedAt)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(claim.leaseEndsAt)).toBeGreaterThan(Date.parse(claim.startedAt));
  await killed();
});

test("status names neither a process that was killed, nor anybody when nobody has a claim", async () => {
  expect((await status()).stdout).toMatch(/ready\n$/);
  const { killed } = await claimant();
  await killed();
  expect((await status()).stdout).toMatch(/ready\n$/);
  expect(JSON.parse((await status("--json")).stdout)[0]).not.toHaveProperty("claim");
});
