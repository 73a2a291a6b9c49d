import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { fileStore } from "@refresh-once/core/file";
import { type Bundle, bundle } from "@refresh-once/processes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccount } from "./account.ts";
import { StoreProcess } from "./process.ts";
import { useWorker } from "./worker-module.ts";

const lease = { duration: 3_600_000 };
const worker = useWorker();
let thread: Bundle;

beforeAll(async () => {
  thread = await bundle(new URL("../../src/crash/thread.ts", import.meta.url));
});
afterAll(() => thread[Symbol.asyncDispose]());

test.runIf(process.platform === "linux")(
  "P4: a worker thread that is terminated in mid-refresh is dead at once, though its process lives",
  async () => {
    await using account = await openAccount();
    const holder = new Worker(thread.module, { workerData: account.path });
    expect(await once(holder, "message")).toEqual(["claimed"]);
    expect(await fileStore(account.path).claim(0, lease)).toBeUndefined();
    await holder.terminate();
    const claim = await fileStore(account.path).claim(0, lease);
    expect(claim?.abandoned).toMatchObject({ revision: 0 });
  },
);

/** A command that starts another one with clocks that are a day ahead. */
const dayAhead = ["unshare", "--time", "--boottime", "86400", "--monotonic", "86400", "--fork"];
const [unshare = "", ...options] = dayAhead;
const noNamespace = spawnSync(unshare, [...options, "true"]).status !== 0;

if (noNamespace)
  console.warn("No process runs in a time namespace of its own: unshare is not permitted");

test.skipIf(noNamespace)(
  "P1: a live holder in another time namespace is not taken for dead",
  async () => {
    await using account = await openAccount();
    const { target, path } = account;
    const job = { target, path, seed: account.login() };
    await using holder = await StoreProcess.start(worker.module, job, { by: dayAhead });
    const { settled } = await holder.askUntilHeld("get");
    expect(await fileStore(path).claim(0, { duration: 1 })).toBeUndefined();
    await holder.order({ do: "go" });
    const { refreshToken } = await settled;
    expect(await account.stored()).toBe(refreshToken);
  },
);
