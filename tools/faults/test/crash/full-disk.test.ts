import { describe, expect, test } from "vitest";
import { openAccount } from "./account.ts";
import { mountDisk, noMounts } from "./mounts.ts";
import { StoreProcess } from "./process.ts";
import { useWorker } from "./worker-module.ts";

const worker = useWorker();

if (noMounts) console.warn(`No disk is filled: ${noMounts}`);

/** A process whose account lies on a disk of 64 KiB. */
async function start() {
  const disk = await mountDisk();
  const account = await openAccount(disk.folder);
  const { target, path } = account;
  const job = { target, path, seed: account.login() };
  const process = await StoreProcess.start(worker.module, job);
  return {
    disk,
    account,
    process,
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await account[Symbol.asyncDispose]();
      await disk[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(noMounts)("P2: a disk that is full", () => {
  test("before a refresh costs no token, and nothing is left on it", async () => {
    await using started = await start();
    const { disk, account, process } = started;
    await disk.fill();
    const { code, message } = await process.ask("get");
    expect(code).toBe("store_failed");
    expect(message).toContain("ENOSPC");
    expect(account.server.counters().tokenRequests).toBe(0);
    expect(await account.namesAtRest()).toEqual([]);
    await disk.empty();
    expect(await process.ask("get")).not.toHaveProperty("code");
  });

  test("while the request is at the server has room for the answer", async () => {
    await using started = await start();
    const { disk, account, process } = started;
    for (const what of ["get", "renew"] as const) {
      const { settled } = await process.askUntilHeld(what);
      await disk.fill();
      await process.order({ do: "go" });
      const { code, refreshToken } = await settled;
      expect(code).toBeUndefined();
      expect(await account.stored()).toBe(refreshToken);
      expect(await account.namesAtRest()).toEqual(["tokens.json"]);
      await disk.empty();
    }
  });
});
