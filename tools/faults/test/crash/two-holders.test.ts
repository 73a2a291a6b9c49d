import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Settled } from "../../src/crash/protocol.ts";
import {
  askUntil,
  askUntilDecided,
  openWatched,
  refreshDeadline,
  type Watched,
  wake,
} from "./watched.ts";
import { useWorker } from "./worker-module.ts";

/** Longer than the callers' deadline, and much shorter than a claim lasts; ms. */
const shortlyAway = refreshDeadline + 100;

const worker = useWorker();

/** Whether a request has come to the token endpoint. */
function isSent({ server }: Watched["account"]): boolean {
  return server.requests().length > 0;
}

/** Asks the holder for tokens until its request has come to the token endpoint, and stops it then. */
async function stopInMidRequest({ account, holder }: Watched) {
  const asked = await askUntil(holder, {}, () => isSent(account));
  holder.kill("SIGSTOP");
  return asked;
}

/** Stops the holder while the answer is on its way, until another process has decided. */
async function stopInMidAnswer(watched: Watched, graceWindow: number): Promise<Settled> {
  const { account, holder, other } = watched;
  account.configure({ latency: 200, graceWindow });
  const { late } = await stopInMidRequest(watched);
  const settled = await askUntilDecided(other);
  await wake(holder, late);
  return settled;
}

describe.concurrent("P1, P3, P4: a holder that is stopped for longer than its claim lasts", () => {
  test.each([
    ["when it has won its claim", "claimed"],
    ["when its refresh function is called", "sending"],
  ] as const)("%s sends nothing any more", async (_, at) => {
    await using watched = await openWatched(worker.module);
    const { holder, other } = watched;
    const hold = { at, by: "stop" } as const;
    const { late } = await askUntil(holder, { hold }, () => holder.isStopped());
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await wake(holder, late);
    expect((await askUntilDecided(holder)).refreshToken).toBe(refreshToken);
    await watched.check({ resends: 0, reuses: 0 });
  });

  test("while its request has not been processed is stood in for by one resend", async () => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.server.fault("oroBank", { kind: "hang" });
    const { late } = await stopInMidRequest(watched);
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await wake(holder, late);
    expect((await askUntilDecided(holder)).refreshToken).toBe(refreshToken);
    await watched.check({ resends: 1, reuses: 0 });
  });

  test("while its answer arrives is stood in for by one resend, and has the same tokens where a spent one may be sent again", async () => {
    await using watched = await openWatched(worker.module);
    const { refreshToken, code } = await stopInMidAnswer(watched, 3_600_000);
    expect(code).toBeUndefined();
    expect((await askUntilDecided(watched.holder)).refreshToken).toBe(refreshToken);
    await watched.check({ resends: 1, reuses: 0 });
  });

  test("while its answer arrives has it stored where none may, and the provider alone ends the login", async () => {
    await using watched = await openWatched(worker.module);
    const { holder, other, account, seed } = watched;
    const { code } = await stopInMidAnswer(watched, 0);
    expect(code).toBe("invalid_grant");
    // It has lain in the socket of the holder, and is the only copy.
    const { refreshToken } = await askUntilDecided(holder);
    expect(refreshToken).toBeDefined();
    expect((await askUntilDecided(other)).refreshToken).toBe(refreshToken);
    expect((await askUntilDecided(other, "renew")).code).toBe("invalid_grant");
    expect(Object.fromEntries(account.sends())).toEqual({
      [seed.refreshToken]: 2,
      [refreshToken ?? ""]: 1,
    });
    await watched.check({ resends: 1, reuses: 1 });
  });
});

describe.concurrent("P1, the first rule: a holder that is stopped for longer than its callers wait, but not than its claim lasts", () => {
  test("stores the answer that has come meanwhile", async () => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.configure({ latency: 200 });
    const { late } = await stopInMidRequest(watched);
    const waiting = askUntilDecided(other);
    await after(shortlyAway);
    await wake(holder, late);
    const { refreshToken } = await askUntilDecided(holder);
    expect(refreshToken).toBeDefined();
    expect((await waiting).refreshToken).toBe(refreshToken);
    expect(await account.stored()).toBe(refreshToken);
    expect(account.server.counters().tokenRequests).toBe(1);
    await watched.check({ resends: 0, reuses: 0 });
  });
});

describe.concurrent("P1, P3, P4: an event loop that is blocked for longer than its claim and its lock last", () => {
  test.each([
    ["before it sends", "claimed", 0],
    ["before it stores the answer", "answered", 1],
  ] as const)("%s spends nothing twice when it goes on", async (_, at, resends) => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.configure({ graceWindow: 3_600_000 });
    const until = join(account.folder, "taken-over");
    const hasClaim = () => existsSync(`${account.path}.journal/0.1.claim`);
    // On a slow machine, a claim may be given up at the callers' deadline, before anything is sent.
    const isBlocked = () => (at === "claimed" ? hasClaim() : isSent(account));
    const { late } = await askUntil(holder, { hold: { at, by: "block", until } }, isBlocked);
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await writeFile(until, "");
    await late;
    expect((await askUntilDecided(holder)).refreshToken).toBe(refreshToken);
    await watched.check({ resends, reuses: 0 });
  });
});
