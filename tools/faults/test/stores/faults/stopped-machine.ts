import { describe, expect, test } from "vitest";
import { Account, type Backend, provider } from "../account.ts";
import { tokenOf } from "../settled.ts";

/** Its lease is 5 s more, in ms. */
const refreshDeadline = 300;
const patience = { refreshDeadline: 15_000 };

/** A machine that sleeps for longer than its lease, or never wakes up. */
export function stoppedMachine(backend: () => Backend): void {
  describe.concurrent("P1, P3: a machine that is stopped for longer than its lease", () => {
    test("before it has sent the token does not send it when it wakes up", async () => {
      await using account = await Account.open(backend());
      const machine = await account.machine("proxy", { refreshDeadline });
      const other = await account.manager("straight", patience);
      const holding = account.proxy.hold("refresh-once: claim", "after");
      const { answer, by: held } = await machine.getUntil(holding);
      machine.kill("SIGSTOP");
      held.pass();

      const token = await tokenOf(other);
      machine.kill("SIGCONT");
      await answer;
      expect(await machine.get()).toEqual({ kind: "tokens", accessToken: token });
      expect(account.calls).toEqual({ tokenRequests: 1, reuses: 0 });
    });

    test.for(["wakes up", "is killed"])(
      "after it has sent the token, and then %s, leaves it to one resend",
      async (fate, { expect }) => {
        await using account = await Account.open(backend());
        // As providers have it that allow for a lost answer.
        account.authorization.configure(provider, { latency: 200, graceWindow: 3_600_000 });
        const machine = await account.machine("straight", { refreshDeadline });
        const other = await account.manager("straight", patience);
        const isSent = expect.poll(() => account.calls.tokenRequests, { interval: 5 }).toBe(1);
        const { answer } = await machine.getUntil(isSent);
        // A machine that is killed gives none.
        answer.catch(() => {});
        machine.kill(fate === "wakes up" ? "SIGSTOP" : "SIGKILL");

        const token = await tokenOf(other);
        expect(await account.accepts(token)).toBe(true);
        expect(account.calls).toEqual({ tokenRequests: 2, reuses: 0 });
        if (fate === "is killed") return;
        machine.kill("SIGCONT");
        await answer;
        expect(await machine.get()).toEqual({ kind: "tokens", accessToken: token });
        expect((await other.get()).accessToken).toBe(token);
        expect(account.calls).toEqual({ tokenRequests: 2, reuses: 0 });
      },
    );
  });
}
