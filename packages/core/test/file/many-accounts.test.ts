import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import { OperationQueue } from "../../src/file/operation-queue.ts";
import { createTokenManager } from "../../src/index.ts";
import { gate, StrictEndpoint } from "../strict-endpoint.ts";
import { useStoreFolder } from "./store-folder.ts";

/** How many file names were read from folders. */
const listed = vi.hoisted(() => ({ names: 0 }));

vi.mock("node:fs/promises", async (original) => {
  const inner = await original<typeof import("node:fs/promises")>();
  return {
    ...inner,
    async readdir(path: string) {
      const names = await inner.readdir(path);
      listed.names += names.length;
      return names;
    },
  };
});

const store = useStoreFolder();
beforeEach(() => {
  listed.names = 0;
});

/** Refreshes this many accounts in one folder at the same time. */
async function refreshAll(count: number): Promise<number> {
  const accounts = Array.from({ length: count }, (_, index) => {
    const { refresh } = new StrictEndpoint();
    const path = join(store.folder, `${count}-${index}.json`);
    const seed = { refreshToken: "r0" };
    // A busy machine may take longer than the usual deadline for all of them.
    return createTokenManager({ refresh, store: fileStore(path), seed, refreshDeadline: 600_000 });
  });
  const before = listed.names;
  const tokens = await Promise.all(accounts.map((account) => account.get()));
  expect(tokens.map(({ accessToken }) => accessToken)).toEqual(Array(count).fill("a1"));
  return listed.names - before;
}

test("P4: an account in a folder with 200 others lists no more files than one with 20 others", async () => {
  const few = (await refreshAll(20)) / 20;
  const many = (await refreshAll(200)) / 200;
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThan(1.5 * few);
});

test("P4: only a few claims run at the same time, in the order in which they were requested", async () => {
  const queue = new OperationQueue(2);
  const gates = Array.from({ length: 5 }, gate);
  const begun: number[] = [];
  const done = gates.map(({ passed }, index) =>
    queue.run(async () => {
      begun.push(index);
      await passed;
      return index;
    }, undefined),
  );
  await vi.waitUntil(() => begun.length === 2);
  gates[1]?.open();
  await vi.waitUntil(() => begun.length === 3);
  expect(begun).toEqual([0, 1, 2]);
  for (const each of gates) each.open();
  expect(await Promise.all(done)).toEqual([0, 1, 2, 3, 4]);
});

test("P4: a claim whose caller has given up does not delay the claims behind it", async () => {
  const queue = new OperationQueue(1);
  const busy = gate();
  const first = queue.run(() => busy.passed, undefined);
  const controller = new AbortController();
  const operation = vi.fn(async () => "done");
  const dropped = queue.run(operation, controller.signal);
  const last = queue.run(async () => "last", undefined);
  controller.abort();
  busy.open();
  await first;
  expect(await dropped).toBeUndefined();
  expect(await last).toBe("last");
  expect(operation).not.toHaveBeenCalled();
});

test("P4: after a failed operation the next one starts", async () => {
  const queue = new OperationQueue(1);
  await expect(queue.run(() => Promise.reject(new Error("EIO")), undefined)).rejects.toThrow("EIO");
  expect(await queue.run(async () => "next", undefined)).toBe("next");
});
