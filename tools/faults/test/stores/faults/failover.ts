import type { TokenManager } from "@refresh-once/core";
import { refreshFor } from "@refresh-once/end-to-end/scenario";
import { describe, expect, test } from "vitest";
import { Account, type Backend } from "../account.ts";

/** What a failover leaves: nothing, or the account as it was earlier. */
const losses = ["nothing is left", "an older record is left"] as const;

/** `TESTS=full`: also with the two machines in the other order. */
const firstMachines = process.env.TESTS === "full" ? (["one", "two"] as const) : (["two"] as const);

/** Two machines that both hold the newest tokens, and how their database loses them. */
async function twoMachines(account: Account) {
  const [one, two] = [await account.manager("straight"), await account.manager("straight")];
  const first = await one.get();
  const stored = await account.stored();
  const older = await stored.read();
  const newest = await one.renew(await one.renew(first));
  expect(await two.get()).toEqual(newest);
  const lose = (what: (typeof losses)[number]) =>
    stored.lose(what === "nothing is left" ? undefined : older);
  return { one, two, newest, lose };
}

/** The access tokens of machines, which must all have the same. */
async function onlyToken(...renewals: Promise<{ accessToken: string }>[]): Promise<string> {
  const tokens = new Set((await Promise.all(renewals)).map(({ accessToken }) => accessToken));
  expect(tokens.size).toBe(1);
  return [...tokens].join();
}

/** A database whose replica, or whose backup, takes its place and has not got all that was committed. */
export function failover(backend: () => Backend): void {
  describe.each(losses)("P1, P3: after a failover, of which %s,", (what) => {
    test.each(firstMachines)("machine %s refreshes first, the other adopts", async (of) => {
      await using account = await Account.open(backend());
      const { one, two, newest, lose } = await twoMachines(account);
      await lose(what);
      const order = of === "one" ? [one, two] : [two, one];
      const tokens: Promise<{ accessToken: string }>[] = [];
      for (const manager of order) {
        tokens.push(manager.renew(newest));
        await tokens.at(-1);
      }
      expect(await account.accepts(await onlyToken(...tokens))).toBe(true);
      expect(account.calls).toEqual({ tokenRequests: 4, reuses: 0 });
    });

    test("both at once, and one of them refreshes", async () => {
      await using account = await Account.open(backend());
      const { one, two, newest, lose } = await twoMachines(account);
      await lose(what);
      const token = await onlyToken(one.renew(newest), two.renew(newest));
      expect(await account.accepts(token)).toBe(true);
      expect(account.calls).toEqual({ tokenRequests: 4, reuses: 0 });
    });

    test("somebody logs in on a third machine, and that login stays", async () => {
      await using account = await Account.open(backend());
      const { one, two, newest, lose } = await twoMachines(account);
      await lose(what);
      await (await account.manager("straight")).set(account.login());
      const token = await onlyToken(one.renew(newest), two.renew(newest));
      expect(await account.accepts(token)).toBe(true);
      expect(account.calls).toEqual({ tokenRequests: 4, reuses: 0 });
    });
  });

  test("P3: after a failover, a refusal that comes after a login does not replace it", async () => {
    await using account = await Account.open(backend());
    const { two, newest, lose } = await twoMachines(account);
    const third = await account.manager("straight");
    let happens: (() => Promise<unknown>) | undefined = async () => {
      await lose("nothing is left");
      await third.set(account.login());
    };
    const refresh = refreshFor(account.target);
    const one: TokenManager = await account.manager("straight", {
      refresh: async (...call) => {
        const now = happens;
        happens = undefined;
        await now?.();
        return refresh(...call);
      },
    });
    expect((await one.get()).accessToken).toBe(newest.accessToken);
    await one.renew(newest);
    const token = await onlyToken(one.get(), two.renew(newest));
    expect(await account.accepts(token)).toBe(true);
    // Three to get there, the refused one, and the one of the login.
    expect(account.calls).toEqual({ tokenRequests: 5, reuses: 0 });
  });
}
