import { expect, test } from "vitest";
import type { Hold } from "../../src/crash/protocol.ts";
import { type Account, openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";
import { useWorker } from "./worker-module.ts";

const worker = useWorker();

function start({ target, path }: Account, seed: { readonly refreshToken: string }) {
  return StoreProcess.start(worker.module, { target, path, seed });
}

/** `TESTS=full`: also two processes that are killed at the same point. */
const isFull = process.env.TESTS === "full";

const deaths: readonly (readonly Hold["at"][])[] = [
  ["claimed", "sending"],
  ...(isFull
    ? ([
        ["claimed", "claimed"],
        ["sending", "sending"],
      ] as const)
    : []),
];

test.each(deaths.map((points) => ({ points })))(
  "the first rule: after two processes that were killed before they sent, at $points, the next one sends once and gets its tokens",
  async ({ points }) => {
    await using account = await openAccount();
    const seed = account.login();
    for (const at of points) {
      await using dying = await start(account, seed);
      const { settled } = await dying.askUntilHeld("get", at);
      dying.kill("SIGKILL");
      await expect(settled).rejects.toThrow("the process died");
    }
    expect(account.server.counters().tokenRequests).toBe(0);
    await using next = await start(account, seed);
    const { refreshToken, code } = await next.ask("get");
    expect(code).toBeUndefined();
    expect(await account.stored()).toBe(refreshToken);
    expect(Object.fromEntries(account.sends())).toEqual({ [seed.refreshToken]: 1 });
    expect(account.reuses()).toBe(0);
  },
);
