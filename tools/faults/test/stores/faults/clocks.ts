import { expect, test } from "vitest";
import { Account, type Backend, provider } from "../account.ts";
import type { Machine } from "../machine.ts";

const hour = 3_600_000;

/** A token that the resource takes, with one renewal where the first was replaced meanwhile. */
async function isServed(account: Account, machine: Machine): Promise<boolean> {
  for (const command of ["get", "renew"] as const) {
    const answer = await machine.tell(command);
    if (answer.kind !== "tokens") return false;
    if (await account.accepts(answer.accessToken)) return true;
  }
  return false;
}

/** Machines that do not agree on what time it is. */
export function clocks(backend: () => Backend): void {
  test("P1, P3: machines whose clocks are an hour off do not take each other's claim", async () => {
    await using account = await Account.open(backend());
    account.authorization.configure(provider, { latency: 200 });
    const machines = await Promise.all(
      [0, hour, -hour].map((clockAhead) => account.machine("straight", { clockAhead })),
    );

    const served = await Promise.all(machines.map((machine) => isServed(account, machine)));
    expect(served).toEqual([true, true, true]);
    const { tokenRequests, reuses } = account.calls;
    // Whose clock is ahead takes tokens for expired that have just been issued.
    expect(tokenRequests).toBeLessThanOrEqual(machines.length);
    expect(reuses).toBe(0);
  });
}
