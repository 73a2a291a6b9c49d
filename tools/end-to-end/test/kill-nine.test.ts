import { readdir } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { fileStore } from "@refresh-once/core/file";
import { bundle, startWorker } from "@refresh-once/processes";
import { expect, test } from "vitest";
import { isRefreshMessage, type Job, type RefreshMessage } from "../src/workers/protocol.ts";
import { openAccount } from "./account.ts";

const source = new URL("../src/workers/refresh-worker.ts", import.meta.url);
/** The long form is `TESTS=full`. */
const kills = process.env.TESTS === "full" ? 40 : 4;
const atOnce = 4;

/** How one process ended: killed in the midst of refreshes, or by a failure. */
type Ending = "killed" | Extract<RefreshMessage, { kind: "failed" }>["error"];

/** Lets a process refresh a few times, and kills it at a moment that nobody has chosen. */
async function runAndKill(module: URL, job: Job): Promise<Ending> {
  const worker = startWorker({ module, job, isMessage: isRefreshMessage });
  let ending: Ending = "killed";
  let refreshes = 0;
  for await (const message of worker.messages) {
    if (message.kind === "failed") ending = message.error;
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
    // The processes that write need the processor, too.
    await after(4);
  }
  return reads;
}

/** Kills until all are done. Nobody logs in again: a failure may be told, but the login is kept. */
async function killOver(job: Job, module: URL, quota: { left: number }): Promise<void> {
  while (quota.left > 0) {
    const ending = await runAndKill(module, job);
    if (ending === "killed") quota.left--;
    else expect(ending.kind).not.toBe("terminal");
  }
}

test("the first rule: random kill -9s in the midst of refreshes leave a token file that is whole at all times, and cost no login", async () => {
  await using account = await openAccount("vault");
  await using bundled = await bundle(source);
  // A lost reply can be asked for again here: this test is about the file, not about lost replies.
  account.server.configure("vault", { latency: 5, graceWindow: 3_600_000 });
  const quota = { left: kills };
  let isOver = false;
  const reader = readUntil(account.path, () => isOver);
  const { target, path } = account;
  const seed = { refreshToken: account.server.issueRefreshToken("vault") };
  const job: Job = { target, path, seed, client: "fetch" };
  await Promise.all(Array.from({ length: atOnce }, () => killOver(job, bundled.module, quota)));
  isOver = true;
  expect(await reader).toBeGreaterThan(kills);
  const last = account.manager(seed, "file");
  await last.renew(await last.get());
  // Callers do not wait until the journal is tidied up.
  const names = async () => (await readdir(account.folder, { recursive: true })).sort();
  await expect.poll(names).toEqual(["tokens.json", "tokens.json.journal"]);
  const { refreshes, reuses } = account.server.counters("vault");
  expect(refreshes).toBeGreaterThan(kills / 2);
  expect(reuses).toBe(0);
});
