import { chown } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAccount } from "./account.ts";
import { Successors } from "./aftermath.ts";
import { StoreProcess } from "./process.ts";
import { lateTroubles, outOfDescriptors, readOnlyDisk, type Trouble, troubles } from "./trouble.ts";
import { useWorker } from "./worker-module.ts";

/** `TESTS=full`: what can prevent a claim is also tried when the answer comes; else one of these. */
const isFull = process.env.TESTS === "full";

const worker = useWorker();
let successors: Successors;
beforeAll(() => {
  successors = new Successors(worker.module);
});
afterAll(() => successors[Symbol.asyncDispose]());

for (const { name, missing } of [...troubles, ...lateTroubles, readOnlyDisk]) {
  if (missing) console.warn(`Not tried, where ${name}: ${missing}`);
}

/** A process that is about to make the first refresh of an account, on a disk that is still well. */
async function start(trouble: Trouble, refreshDeadline?: number) {
  const { launch = {} } = trouble;
  const disk = await trouble.mount?.();
  const account = await openAccount(disk?.folder);
  if (launch.uid !== undefined) await chown(account.folder, launch.uid, launch.uid);
  const { target, path } = account;
  const seed = account.login();
  const job = {
    target,
    path,
    seed,
    ...(refreshDeadline !== undefined && { refreshDeadline }),
  };
  const process = await StoreProcess.start(worker.module, job, launch);
  return {
    account,
    seed,
    process,
    strike: () => trouble.strike(process, account, disk),
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      // Where a test has failed, it may not be writable yet.
      await Promise.allSettled([account[Symbol.asyncDispose]()]);
      await disk?.[Symbol.asyncDispose]();
    },
  };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Whoever comes next goes on from what is in the file. */
async function checkNextProcess({ account, seed }: Started): Promise<void> {
  expect(await successors.requestFor(account, seed)).not.toHaveProperty("code");
  expect(account.reuses()).toBe(0);
  expect(await account.namesAtRest()).toEqual(["tokens.json"]);
}

describe.concurrent("P2: where the file cannot be written because", () => {
  for (const trouble of [...troubles, readOnlyDisk]) {
    test.skipIf(trouble.missing)(`${trouble.name}, no token is spent`, async () => {
      await using started = await start(trouble);
      const { account, process, strike } = started;
      const heal = await strike();
      const { code, message = "" } = await process.ask("get");
      expect(code).toBe("store_failed");
      if (trouble.hint) expect(message).toMatch(trouble.hint);
      expect(account.server.counters().tokenRequests).toBe(0);
      await heal();
      expect(await process.ask("get")).not.toHaveProperty("code");
      await checkNextProcess(started);
    });
  }
});

describe.concurrent("P2: where the file cannot be written any more when the answer comes, because", () => {
  for (const trouble of [...(isFull ? troubles : troubles.slice(0, 1)), ...lateTroubles]) {
    test.skipIf(trouble.missing)(
      `${trouble.name}, the tokens are saved as soon as it can be`,
      async ({ expect }) => {
        await using started = await start(trouble);
        const { account, process, strike } = started;
        const { settled } = await process.askUntilHeld("get");
        const heal = await strike();
        await process.order({ do: "go" });
        const { code, unsaved } = await settled;
        expect(code).toBe("not_persisted");
        expect(unsaved).toBeDefined();
        expect(await process.ask("get")).toMatchObject({ code: "not_persisted", unsaved });
        await heal();
        await expect.poll(() => account.stored()).toBe(unsaved);
        expect(await process.ask("get")).toMatchObject({ refreshToken: unsaved });
        expect(account.server.counters().tokenRequests).toBe(1);
        await checkNextProcess(started);
      },
    );
  }
});

test("P1: a process that runs out of file descriptors before it can connect has sent nothing", async () => {
  // On a busy machine, the deadline may pass before the process has tried to connect, or when it can again.
  for (let deadline = 1_000; (await connectWithoutDescriptors(deadline)) === "timeout"; ) {
    deadline *= 2;
  }
});

async function connectWithoutDescriptors(deadline: number): Promise<"checked" | "timeout"> {
  await using started = await start(outOfDescriptors, deadline);
  const { account, process, strike } = started;
  const { settled } = await process.askUntilHeld("get", "sending");
  const heal = await strike();
  await process.order({ do: "go" });
  const { code } = await settled;
  if (code === "timeout") return code;
  expect(code).toBe("unreachable");
  await heal();
  const healed = await process.ask("get");
  if (healed.code === "timeout") return "timeout";
  expect(healed).not.toHaveProperty("code");
  expect([...account.sends().values()]).toEqual([1]);
  return "checked";
}
