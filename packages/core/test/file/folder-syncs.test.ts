import { beforeEach, expect, test, vi } from "vitest";
import { FolderSyncs } from "../../src/file/folder-syncs.ts";

/** Ends of the disk's work, in the order in which it began. */
const ends = vi.hoisted(() => [] as { resolve(): void; reject(error: Error): void }[]);

vi.mock("../../src/file/folders.ts", () => ({
  syncFolder: () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })),
}));

beforeEach(() => {
  ends.length = 0;
});

test("P2: who asks while a folder is being brought to the disk waits for the next time, with all others", async () => {
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

test("P2: a failure is told to those who asked before it, and not to those after", async () => {
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
