import { stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { askUntilDecided, openWatched, refreshDeadline, type Watched, wake } from "./watched.ts";
import { useWorker } from "./worker-module.ts";

/** Longer than a claim and its lock last. */
const away = refreshDeadline + 6_000;

const worker = useWorker();

/** Until the token endpoint has been asked so often. */
async function asked({ account }: Watched, times = 1): Promise<void> {
  await expect.poll(() => account.server.requests().length, { interval: 5 }).toBe(times);
}

describe.concurrent("P1, P3, P4: a holder that is stopped for longer than its claim lasts", () => {
  test.each([
    ["when it has won its claim", "claimed"],
    ["when its refresh function is called", "sending"],
  ] as const)("%s sends nothing any more", async (_, at) => {
    await using watched = await openWatched(worker.module);
    const { holder, other } = watched;
    const late = holder.ask("get", { hold: { at, by: "stop" } });
    await holder.stopped();
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await wake(holder, late);
    expect((await holder.ask("get")).refreshToken).toBe(refreshToken);
    await watched.check({ resends: 0, reuses: 0 });
  });

  test("while its request has not been processed is stood in for by one resend", async () => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.server.fault("oroBank", { kind: "hang" });
    const late = holder.ask("get");
    await asked(watched);
    holder.kill("SIGSTOP");
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await wake(holder, late);
    expect((await holder.ask("get")).refreshToken).toBe(refreshToken);
    await watched.check({ resends: 1, reuses: 0 });
  });

  test.each([
    ["and has the same tokens where a spent one may be sent again", 60_000, undefined],
    ["and learns of the loss where none may", 0, "in_doubt"],
  ])("while its answer arrives is stood in for by one resend, %s", async (_, graceWindow, code) => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.configure({ latency: 200, graceWindow });
    const late = holder.ask("get");
    await asked(watched);
    holder.kill("SIGSTOP");
    const settled = await askUntilDecided(other);
    expect(settled.code).toBe(code);
    await wake(holder, late);
    const again = await holder.ask("get");
    expect(again.code).toBe(code);
    expect(again.refreshToken).toBe(settled.refreshToken);
    await watched.check({ resends: 1, reuses: graceWindow ? 0 : 1 });
  });
});

describe.concurrent("P1, P3, P4: an event loop that is blocked for longer than its claim and its lock last", () => {
  test.each([
    ["before it sends", "claimed", 0],
    ["before it stores the answer", "answered", 1],
  ] as const)("%s spends nothing twice when it goes on", async (_, at, resends) => {
    await using watched = await openWatched(worker.module);
    const { account, holder, other } = watched;
    account.configure({ graceWindow: 60_000 });
    const late = holder.ask("get", { hold: { at, by: "block", ms: away } });
    await expect.poll(() => stat(`${account.path}.0.1.claim`).catch(() => {})).toBeDefined();
    const { refreshToken, code } = await askUntilDecided(other);
    expect(code).toBeUndefined();
    await late;
    expect((await holder.ask("get")).refreshToken).toBe(refreshToken);
    await watched.check({ resends, reuses: 0 });
  });
});
