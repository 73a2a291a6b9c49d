import { describe, expect, test } from "vitest";
import type { AccountJob } from "../../src/workers/account-protocol.ts";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { openLogin } from "./login.ts";

const provider = "oroBank";

const worker = useAccountWorker();

const signals = [
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const;

const holders: readonly AccountJob["kept"][] = ["in a manager", "in a pool"];

/** The long form is `TESTS=full`: each signal with each holder. */
const isFull = process.env.TESTS === "full";

const cases = signals.flatMap(([signal, exitCode], at) =>
  holders.filter((_, of) => isFull || of === at).map((kept) => ({ signal, exitCode, kept })),
);

describe.concurrent("the first rule: a process that closes its managers on a signal", () => {
  test.for(cases)(
    "$signal in mid-refresh, with tokens $kept, ends when the answer is stored",
    async ({ signal, exitCode, kept }, { expect }) => {
      await using login = await openLogin(provider);
      const { server, seed } = login;
      await using ending = await AccountProcess.start(worker.module, { ...login.job, kept });
      await ending.ask("get");
      const before = (await login.record())?.tokens?.refreshToken;
      expect(before).not.toBe(seed.refreshToken);

      // The provider has rotated when the signal comes, and its answer is on its way.
      server.configure(provider, { latency: 2_000 });
      ending.tell({ do: "renew", times: 1 });
      await expect.poll(() => server.counters().refreshes, { interval: 5 }).toBe(2);
      ending.kill(signal);
      expect(await ending.exited).toBe(exitCode);
      const stored = (await login.record())?.tokens?.refreshToken;
      expect(stored).not.toBe(before);

      server.configure(provider, { latency: 0 });
      await using next = await AccountProcess.start(worker.module, login.job);
      expect((await next.ask("get")).accessToken).toBeDefined();
      expect((await next.ask("renew")).accessToken).toBeDefined();
      expect(server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 3, reuses: 0 });
    },
  );

  test.each(signals)("%s while nothing is underway, ends at once", async (signal, exitCode) => {
    await using login = await openLogin(provider);
    await using ending = await AccountProcess.start(worker.module, login.job);
    await ending.ask("get");
    ending.kill(signal);
    expect(await ending.exited).toBe(exitCode);
    await login.checkKept();
  });
});
