import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { fileStore } from "../../src/file/index.ts";
import type { Claim, TokenRecord } from "../../src/index.ts";

export const lease = { duration: 15_000 };

/** The record of a revision: `a1` and `r1` of the first. */
export function record(revision: number): TokenRecord {
  return {
    revision,
    tokens: { accessToken: `a${revision}`, refreshToken: `r${revision}` },
    obtainedAt: 1,
  };
}

/** A folder of its own for each test, with the path of a store file in it. */
export interface StoreFolder {
  folder: string;
  path: string;
  claim(revision: number, duration?: number): Promise<Claim | undefined>;
  commit(revision: number): Promise<void>;
}

export function useStoreFolder(): StoreFolder {
  const store: StoreFolder = {
    folder: "",
    path: "",
    claim: (revision, duration = lease.duration) =>
      fileStore(store.path).claim(revision, { duration }),
    async commit(revision) {
      const claim = await store.claim(revision - 1);
      expect(await claim?.commit(record(revision))).toBe(true);
    },
  };
  beforeEach(async () => {
    store.folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
    store.path = join(store.folder, "tokens.json");
  });
  afterEach(async () => {
    await rm(store.folder, { recursive: true });
  });
  return store;
}
