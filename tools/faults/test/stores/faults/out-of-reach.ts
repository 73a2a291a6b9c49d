import { authFetch } from "@refresh-once/fetch";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Account, type Backend, provider } from "../account.ts";
import { outcomeOf, tokenOf } from "../settled.ts";

const lifetime = 300_000;
const refreshDeadline = 300;

interface Absence {
  readonly name: string;
  begin(account: Account, backend: Backend): Promise<void>;
  end(account: Account, backend: Backend): Promise<void>;
}

const absences: readonly Absence[] = [
  {
    name: "paused",
    begin: (_, { server }) => server.pause(),
    end: (_, { server }) => server.resume(),
  },
  {
    name: "cut off",
    begin: async ({ proxy }) => proxy.close(),
    end: async ({ proxy }) => proxy.open(),
  },
];

/** A database that answers nobody for a while. */
export function outOfReach(backend: () => Backend): void {
  describe.each(absences)("P4: while the server is $name", ({ begin, end }) => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["Date"] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    test("requests go on as long as the access token is valid, then callers are told", async () => {
      await using account = await Account.open(backend());
      account.authorization.configure(provider, { accessTokenLifetime: lifetime });
      const manager = await account.manager("proxy", { refreshDeadline });
      const { resourceUrl } = account.target;
      const request = authFetch(manager, { origins: [new URL(resourceUrl).origin] });
      const statusOf = async () => (await request(resourceUrl)).status;
      await tokenOf(manager);
      expect(await statusOf()).toBe(200);

      await begin(account, backend());
      expect(await statusOf()).toBe(200);
      // A renewal is due, and fails.
      vi.setSystemTime(Date.now() + 0.95 * lifetime);
      expect(await Promise.all([statusOf(), statusOf(), statusOf()])).toEqual([200, 200, 200]);
      expect(await statusOf()).toBe(200);
      vi.setSystemTime(Date.now() + lifetime);
      expect(await outcomeOf(manager)).toEqual({
        failed: expect.stringMatching(/^(transient|store)$/),
      });

      await end(account, backend());
      expect(await account.accepts(await tokenOf(manager))).toBe(true);
      expect(account.calls).toEqual({ tokenRequests: 2, reuses: 0 });
    });
  });
}
