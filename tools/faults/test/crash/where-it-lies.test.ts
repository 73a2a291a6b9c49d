import { readFile, rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { recordCalls } from "./kill-points.ts";
import { bindFile, noMounts } from "./mounts.ts";
import { StoreProcess } from "./process.ts";
import { noStrace, traceable } from "./strace.ts";
import { useWorker } from "./worker-module.ts";

const worker = useWorker();

if (noMounts) console.warn(`No file is mounted: ${noMounts}`);
if (noStrace) console.warn(`No permissions are looked at: ${noStrace}`);

function start(account: Account, launch = {}): Promise<StoreProcess> {
  const { target, path } = account;
  return StoreProcess.start(worker.module, { target, path, seed: account.login() }, launch);
}

describe("P2: a folder that is deleted under a running process", () => {
  test("is made again by the next refresh, which goes on from the tokens in memory", async () => {
    await using account = await openAccount();
    await using process = await start(account);
    await process.ask("get");
    await rm(account.folder, { recursive: true });
    const { refreshToken } = await process.ask("renew");
    expect(refreshToken).toBeDefined();
    expect(await account.stored()).toBe(refreshToken);
    expect(account.reuses()).toBe(0);
  });

  test.each(["get", "renew"] as const)(
    "in mid-refresh is made again for the answer",
    async (what) => {
      await using account = await openAccount();
      await using process = await start(account);
      if (what === "renew") await process.ask("get");
      const { settled } = await process.askUntilHeld(what);
      await rm(account.folder, { recursive: true });
      await process.order({ do: "go" });
      const { refreshToken } = await settled;
      expect(refreshToken).toBeDefined();
      expect(await account.stored()).toBe(refreshToken);
      expect(await account.namesAtRest()).toEqual(["tokens.json"]);
      expect(account.reuses()).toBe(0);
    },
  );
});

test.skipIf(noMounts)(
  "P2: a file that is a mount of its own costs no token, and the error says what to do",
  async () => {
    await using account = await openAccount();
    await using process = await start(account);
    await process.ask("get");
    const content = await readFile(account.path, "utf8");
    {
      await using _mount = await bindFile(account.path);
      const { code, message } = await process.ask("renew");
      expect(code).toBe("store_failed");
      expect(message).toMatch(/EXDEV.*mount its folder/);
      expect(account.server.counters().tokenRequests).toBe(1);
      expect(await readFile(account.path, "utf8")).toBe(content);
    }
    expect(await process.ask("renew")).not.toHaveProperty("code");
  },
);

test.skipIf(noStrace)(
  "P8: no file of a refresh can be read by others at any time, whatever the umask",
  async () => {
    await using account = await openAccount();
    await using process = await start(account, traceable);
    const lines = await recordCalls(process, account, () => process.ask("get"));
    const made = lines.filter((line) => line.includes(account.folder) && line.includes("O_CREAT"));
    expect(made).toHaveLength(2);
    for (const line of made) expect(line).toMatch(/O_EXCL.*, 0600/);
  },
);
