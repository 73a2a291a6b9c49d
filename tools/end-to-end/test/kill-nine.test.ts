import { readdir } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { fileStore } from "@refresh-once/core/file";
import { bundle, startWorker } from "@refresh-once/scenario";
import { expect, test } from "vitest";
import { isWorkerMessage, type Job, type WorkerMessage } from "../src/protocol.ts";
import { type Account, openAccount } from "./account.ts";

const source = new URL("../src/refresh-worker.ts", import.meta.url);
const kills = 100;
const atOnce = 4;

/** How one process ended: killed in the midst of refreshes, or without an account. */
type Ending = "killed" | Extract<WorkerMessage, { kind: "lost" }>["code"];

/** Lets a process refresh a few times, and kills it at a moment that nobody has chosen. */
async function runAndKill(module: URL, job: Job): Promise<Ending> {
  const worker = startWorker(module, job, isWorkerMessage);
  let ending: Ending = "killed";
  let refreshes = 0;
  for await (const message of worker.messages) {
    if (message.kind === "lost") ending = message.code;
    if (message.kind !== "refreshed" || ++refreshes < 3) continue;
    await after(Math.random() * 15);
    worker.kill("SIGKILL");
    break;
  }
  await worker.exited;
  return ending;
}

/** Reads over and over, without a lock, what the others are writing. */
async function readUntil(path: string, isOver: () => boolean): Promise<number> {
  const store = fileStore(path);
  let revision = 0;
  let reads = 0;
  for (; !isOver(); reads++) {
    const record = await store.read();
    expect(record?.revision ?? 0).toBeGreaterThanOrEqual(revision);
    revision = record?.revision ?? 0;
  }
  return reads;
}

/** What a person gets by logging in. */
function login({ server }: Account) {
  return { refreshToken: server.issueRefreshToken("vault") };
}

/** Kills until all are done; a lost account is opened again by a login. */
async function killOver(account: Account, module: URL, quota: { left: number }): Promise<void> {
  const { target, path } = account;
  let seed = login(account);
  while (quota.left > 0) {
    const ending = await runAndKill(module, { target, path, seed, client: "fetch" });
    if (ending === "killed") quota.left--;
    else seed = login(account);
  }
}

test("a hundred random kill -9s in the midst of refreshes leave a token file that is whole at all times", async () => {
  await using account = await openAccount("vault");
  await using bundled = await bundle(source);
  // A lost reply can be asked for again here: what is tried is the file, not the provider's mercy.
  account.server.configure("vault", { latency: 5, graceWindow: 60_000 });
  const quota = { left: kills };
  let isOver = false;
  const reader = readUntil(account.path, () => isOver);
  await Promise.all(Array.from({ length: atOnce }, () => killOver(account, bundled.module, quota)));
  isOver = true;
  expect(await reader).toBeGreaterThan(kills);
  const last = account.manager(login(account), "file");
  await last.renew(await last.get());
  expect(await readdir(account.folder)).toEqual(["tokens.json"]);
  expect(account.server.counters("vault").refreshes).toBeGreaterThan(kills / 2);
}, 120_000);
