import { refreshFor } from "@refresh-once/end-to-end/scenario";
import { expect, test } from "vitest";
import { Account, type Backend } from "../account.ts";
import { outcomeOf, tokenOf } from "../settled.ts";

/** A database that is not there when the new tokens have come. */
export function restartedServer(backend: () => Backend): void {
  test("P1, P2: a server that is killed and started again in mid-refresh keeps claim and tokens", async () => {
    const { server } = backend();
    await using account = await Account.open(backend());
    const refresh = refreshFor(account.target);
    const manager = await account.manager("straight", {
      refresh: async (current, context) => {
        const tokens = await refresh(current, context);
        await server.kill();
        void server.start();
        return tokens;
      },
    });
    const other = await account.manager("straight");

    const outcomes = await Promise.all([outcomeOf(manager), outcomeOf(other)]);
    for (const outcome of outcomes) {
      if ("failed" in outcome) expect(outcome.failed).toBe("store");
    }
    const token = await tokenOf(manager);
    expect(await tokenOf(other)).toBe(token);
    const restarted = await account.manager("straight");
    expect(await tokenOf(restarted)).toBe(token);
    expect(account.calls).toEqual({ tokenRequests: 1, reuses: 0 });
  });
}
