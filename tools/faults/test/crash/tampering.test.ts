import { rmdir, utimes } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { askUntilDecided, openWatched } from "./watched.ts";
import { useWorker } from "./worker-module.ts";

const hour = 3_600_000;

/** `TESTS=full`: each way; else the two that combine the others or differ from them most. */
const isFull = process.env.TESTS === "full";

const worker = useWorker();

async function setTimes(path: string, offset: number): Promise<void> {
  const time = new Date(Date.now() + offset);
  const names = ["lock", "0.1.claim"].map((name) => `${path}.journal/${name}`);
  await Promise.all(names.map((name) => utimes(name, time, time)));
}

type Way = readonly [name: string, tamper: (path: string) => Promise<void>];

const rest: readonly Way[] = [
  ["the lock is removed by hand", (path) => rmdir(`${path}.journal/lock`)],
  ["lock and claim are of an hour ago", (path) => setTimes(path, -hour)],
];
const ways: readonly Way[] = [
  ["lock and claim are of the next hour", (path) => setTimes(path, hour)],
  [
    "the claim is of an hour ago and the lock is removed",
    async (path) => {
      await setTimes(path, -hour);
      await rmdir(`${path}.journal/lock`);
    },
  ],
  ...(isFull ? rest : []),
];

describe.concurrent("P1, P3, P4: a holder that is alive, in mid-refresh, keeps its claim", () => {
  test.each(ways)("when %s", async (_, tamper) => {
    await using watched = await openWatched(worker.module, 60_000);
    const { account, holder, other } = watched;
    const { settled } = await holder.askUntilHeld("get");
    await tamper(account.path);
    // The first one may spend its whole time on a machine that is busy with other things.
    for (let tries = 0; tries < 2; tries++) {
      expect((await other.ask("get")).code).toBe("timeout");
    }
    await holder.order({ do: "go" });
    const { refreshToken } = await settled;
    expect(refreshToken).toBeDefined();
    expect((await askUntilDecided(other)).refreshToken).toBe(refreshToken);
    expect(await account.stored()).toBe(refreshToken);
    expect(await account.namesAtRest()).toEqual(["tokens.json"]);
    await watched.check({ resends: 0, reuses: 0 });
  });
});
