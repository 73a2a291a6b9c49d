import { setTimeout as after } from "node:timers/promises";
import { isTokenError, type TokenError, type TokenManager } from "@refresh-once/core";
import { expect, test } from "vitest";
import type { CallOutcome } from "../../src/workers/account-protocol.ts";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { openLogin } from "./login.ts";

const provider = "oroBank";

const worker = useAccountWorker();

/** Calls until there are tokens; gives the failures before. */
async function failuresUntilTokens(tokens: TokenManager): Promise<readonly TokenError[]> {
  const failures: TokenError[] = [];
  for (;;) {
    try {
      await tokens.get();
      return failures;
    } catch (error) {
      if (!isTokenError(error)) throw error;
      failures.push(error);
      await after(20);
    }
  }
}

test.concurrent("the first rule: a token endpoint that takes two requests and never answers costs no login", async () => {
  await using login = await openLogin(provider);
  const { server } = login;
  server.fault(provider, { kind: "hang" }, 2);
  // The third request is answered well before it is given up, also on a busy machine.
  const tokens = login.open({ refreshDeadline: 300, sendDeadline: 5_000 });
  const failures = await failuresUntilTokens(tokens);
  expect(failures).not.toEqual([]);
  for (const { code } of failures) expect(["in_doubt", "timeout", "not_persisted"]).toContain(code);
  // P1: one at a time, and no more than one after each that was given up.
  expect(server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 1, reuses: 0 });
  await login.checkKept();
});

test.concurrent("the first rule: two connections that are reset fail nobody", async () => {
  await using login = await openLogin(provider);
  const { server } = login;
  server.fault(provider, { kind: "reset" }, 2);
  const tokens = login.open({ refreshDeadline: 30_000 });
  const got = await Promise.all([tokens.get(), tokens.get()]);
  expect(new Set(got.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect(await login.record()).not.toHaveProperty("retry");
  expect(server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 1, reuses: 0 });
  await login.checkKept();
});

/** Five calls at once, again and again until all have tokens; gives the failures before. */
async function hammer(process: AccountProcess): Promise<readonly CallOutcome[]> {
  const failures: CallOutcome[] = [];
  for (;;) {
    const outcomes = await process.order({ do: "get", times: 5 });
    const failed = outcomes.filter(({ code }) => code !== undefined);
    if (failed.length === 0) return failures;
    failures.push(...failed);
    // Much shorter than the back-off, but long enough to leave the machine time for other work.
    await after(100);
  }
}

test.concurrent("P1: four processes that keep calling share the back-off of a gateway that answers 504, and all recover", async ({
  expect,
}) => {
  await using login = await openLogin(provider);
  const { server, job } = login;
  const start = () => AccountProcess.start(worker.module, { ...job, refreshDeadline: 500 });
  await using first = await start();
  await using second = await start();
  await using third = await start();
  await using fourth = await start();
  server.fault(provider, { kind: "status", status: 504, body: "<p>Gateway timeout</p>" }, 4);
  const hammering = Promise.all([first, second, third, fourth].map(hammer));
  await expect.poll(async () => (await login.record())?.retry?.code).toBe("in_doubt");
  const failures = await hammering;
  for (const ofOne of failures) expect(ofOne).not.toEqual([]);
  for (const { kind, code, retryAt } of failures.flat()) {
    expect(kind).not.toBe("terminal");
    if (code === "in_doubt") expect(retryAt).toBeGreaterThan(0);
  }
  // The first resend comes at once, then the waits double.
  const [, one = 0, two = 0, three = 0, four = 0, ...more] = login.sends();
  expect(more).toEqual([]);
  expect(two - one).toBeGreaterThanOrEqual(1_000);
  expect(three - two).toBeGreaterThanOrEqual(2_000);
  expect(four - three).toBeGreaterThanOrEqual(4_000);
  expect(server.counters()).toMatchObject({ tokenRequests: 5, refreshes: 1, reuses: 0 });
  await login.checkKept();
});
