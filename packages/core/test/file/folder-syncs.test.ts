import { beforeEach, expect, test, vi } from "vitest";
import { FolderSyncs } from "../../src/file/folder-syncs.ts";

/** Functions that complete the pending syncs, in the order in which these began. */
const ends = vi.hoisted(() => [] as { resolve(): void; reject(error: Error): void }[]);

vi.mock("../../src/file/folders.ts", () => ({
  syncFolder: () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })),
}));

beforeEach(() => {
  ends.length = 0;
});

test("P2: calls that arrive during a sync of the folder share the next sync", async () => {
  const syncs = new FolderSyncs();
  const first = syncs.sync("/a");
  await vi.waitUntil(() => ends.length === 1);
  let isDone = false;
  const others = [syncs.sync("/a"), syncs.sync("/a")];
  others[1]?.then(() => {
    isDone = true;
  });
  ends[0]?.resolve();
  await first;
  await vi.waitUntil(() => ends.length === 2);
  expect(isDone).toBe(false);
  ends[1]?.resolve();
  await Promise.all(others);
  expect(ends).toHaveLength(2);
});

test("P2: a failed sync rejects the calls made before it, and no later call", async () => {
  const syncs = new FolderSyncs();
  const first = syncs.sync("/a");
  await vi.waitUntil(() => ends.length === 1);
  const second = syncs.sync("/a");
  ends[0]?.reject(new Error("EIO"));
  await expect(first).rejects.toThrow("EIO");
  await vi.waitUntil(() => ends.length === 2);
  ends[1]?.resolve();
  await second;
});

test("folders do not wait for each other", async () => {
  const syncs = new FolderSyncs();
  void syncs.sync("/a");
  void syncs.sync("/b");
  await vi.waitUntil(() => ends.length === 2);
});
