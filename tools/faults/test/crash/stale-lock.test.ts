import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { beforeAll, describe, expect, test } from "vitest";
import type { Job } from "../../src/crash/protocol.ts";
import { type Account, openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";
import { delayCalls, noStrace, traceable } from "./strace.ts";
import { useWorker } from "./worker-module.ts";

/** `TESTS=full`: many rounds; else each kind of lock once. */
const isFull = process.env.TESTS === "full";
const rounds = isFull ? { undisturbed: 50, disturbed: 20 } : { undisturbed: 2, disturbed: 2 };

const hourAgo = new Date(Date.now() - 3_600_000);

const worker = useWorker();
let dead: string;
beforeAll(async () => {
  dead = await claimOfTheDead();
});

if (noStrace) console.warn(`Nobody removes another's lock: ${noStrace}`);

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
  return readFile(`${path}.journal/1.1.claim`, "utf8");
}

function jobOf({ target, path }: Account): Job {
  return { target, path };
}

/** A file with a token that was never sent, and the claim and the lock of one who is gone. */
async function leaveBehind(path: string, refreshToken: string, claim: string, isOld: boolean) {
  const tokens = { accessToken: "", refreshToken };
  await writeFile(path, JSON.stringify({ format: 1, revision: 1, obtainedAt: 0, tokens }));
  const journal = `${path}.journal`;
  await mkdir(journal);
  await writeFile(join(journal, "1.1.claim"), claim);
  await mkdir(join(journal, "lock"));
  if (!isOld) return;
  for (const name of ["1.1.claim", "lock"]) await utimes(join(journal, name), hourAgo, hourAgo);
}

/** Two processes take the same stale lock at the same moment, over and over. */
async function takeInLockStep(
  rounds: number,
  one: StoreProcess,
  other: StoreProcess,
  account: Account,
) {
  const elsewhere = JSON.stringify({ ...JSON.parse(dead), holder: { host: "elsewhere", pid: 1 } });
  for (let round = 0; round < rounds; round++) {
    const path = join(account.folder, `${round}.json`);
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
}

describe("P1, P3: of two who take one stale lock in lock step, one spends the token, once", () => {
  test("at whatever pace", async () => {
    await using account = await openAccount();
    await using one = await StoreProcess.start(worker.module, jobOf(account));
    await using other = await StoreProcess.start(worker.module, jobOf(account));
    await takeInLockStep(rounds.undisturbed, one, other, account);
  });

  test.skipIf(noStrace)(
    "also when one of them removes the lock that the other has just taken",
    async () => {
      await using account = await openAccount();
      await using one = await StoreProcess.start(worker.module, jobOf(account));
      await using other = await StoreProcess.start(worker.module, jobOf(account), traceable);
      await delayCalls(other, "rmdir", 10);
      await takeInLockStep(rounds.disturbed, one, other, account);
    },
  );
});
