import { describe, expect, test } from "vitest";
import { Account, type Backend } from "../account.ts";

/**
 * `TESTS=full`: also before it took effect, which nobody can tell from a command that was never sent. The tests of
 * each store try both.
 */
const moments =
  process.env.TESTS === "full" ? (["before", "after"] as const) : (["after"] as const);

/** A network that takes a connection away at the worst moments. */
export function cutConnection(backend: () => Backend): void {
  describe.each(["claim", "commit"])("P1, P2: a connection that is cut at the %s", (command) => {
    test.each(moments)(
      "%s it took effect fails nobody, spends no second token and loses none",
      async (when) => {
        await using account = await Account.open(backend());
        const manager = await account.manager("proxy");
        const other = await account.manager("straight");
        const cut = account.proxy.cut(`refresh-once: ${command}`, when);

        // Its deadline is shorter than a lease: nobody waits for a claim that nobody holds.
        const { accessToken } = await manager.get();
        await cut;
        expect((await other.get()).accessToken).toBe(accessToken);
        expect(await account.accepts(accessToken)).toBe(true);
        expect(account.calls).toEqual({ tokenRequests: 1, reuses: 0 });
      },
    );
  });
}
