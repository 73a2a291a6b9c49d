import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { expect, test } from "vitest";
import { openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";
import { useWorker } from "./worker-module.ts";

const rounds = 50;
const hourAgo = new Date(Date.now() - 3_600_000);

const worker = useWorker();

/** A process that is killed in mid-refresh leaves this claim behind. */
async function claimOfTheDead(): Promise<string> {
  await using account = await openAccount();
  const { target, path } = account;
  const job = { target, path, seed: account.login() };
  await using dying = await StoreProcess.start(worker.module, job);
  await dying.ask("get");
  const { settled } = await dying.askUntilHeld("renew");
  dying.kill("SIGKILL");
  await expect(settled).rejects.toThrow("the process died");
  return readFile(`${path}.1.1.claim`, "utf8");
}

/** A file with a token that was never sent, and the claim and the lock of one who is gone. */
async function leaveBehind(path: string, refreshToken: string, claim: string, isOld: boolean) {
  const tokens = { accessToken: "", refreshToken };
  await writeFile(path, JSON.stringify({ format: 1, revision: 1, obtainedAt: 0, tokens }));
  await writeFile(`${path}.1.1.claim`, claim);
  await mkdir(`${path}.lock`);
  if (!isOld) return;
  for (const name of [".1.1.claim", ".lock"]) await utimes(`${path}${name}`, hourAgo, hourAgo);
}

test("P1, P3: of two who take one stale lock in lock step, one spends the token, once", async () => {
  const dead = await claimOfTheDead();
  const elsewhere = JSON.stringify({ ...JSON.parse(dead), holder: { host: "elsewhere", pid: 1 } });
  await using account = await openAccount();
  const { target, folder } = account;
  await using one = await StoreProcess.start(worker.module, { target, path: account.path });
  await using other = await StoreProcess.start(worker.module, { target, path: account.path });
  for (let round = 0; round < rounds; round++) {
    const path = join(folder, `${round}.json`);
    const { refreshToken } = account.login();
    const isOld = round % 2 === 1;
    await leaveBehind(path, refreshToken, isOld ? elsewhere : dead, isOld);
    await Promise.all([one, other].map((process) => process.order({ do: "open", path })));
    const at = Date.now() + 10;
    const [first, second] = await Promise.all([one.ask("get", { at }), other.ask("get", { at })]);
    expect(first.code).toBeUndefined();
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(account.sends().get(refreshToken)).toBe(1);
    const record = await fileStore(path).read();
    expect([record?.revision, record?.tokens?.refreshToken]).toEqual([3, first.refreshToken]);
  }
  expect(account.reuses()).toBe(0);
}, 60_000);
