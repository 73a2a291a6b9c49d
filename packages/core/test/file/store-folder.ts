import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Claimant } from "../../src/file/claim-entry.ts";
import { thisHolder } from "../../src/file/holder.ts";
import { fileStore } from "../../src/file/index.ts";
import { StoreFiles } from "../../src/file/store-files.ts";
import type { Claim, TokenRecord } from "../../src/store.ts";

export const lease = { duration: 15_000 };

/** This process as a claimant of revision 0. */
export function claimant(path: string): Claimant {
  const files = new StoreFiles(path);
  return { files, self: thisHolder(), revision: 0, lease: lease.duration };
}

/** A record of this revision. Revision 1 has the tokens `a1` and `r1`. */
export function record(revision: number): TokenRecord {
  return {
    revision,
    tokens: { accessToken: `a${revision}`, refreshToken: `r${revision}` },
    obtainedAt: 1,
  };
}

/** A separate folder for each test, with the path of a store file in it. */
export interface StoreFolder {
  folder: string;
  path: string;
  /** The path of a file in the journal. */
  beside(name: string): string;
  /** All names in the folder and below it, except the journal folder itself. */
  names(): Promise<string[]>;
  /** Empties the folder. */
  clear(): Promise<void>;
  claim(revision: number, duration?: number): Promise<Claim | undefined>;
  commit(revision: number): Promise<void>;
}

export function useStoreFolder(): StoreFolder {
  const store: StoreFolder = {
    folder: "",
    path: "",
    beside: (name) => join(`${store.path}.journal`, name),
    names: () => namesIn(store.folder),
    async clear() {
      await rm(store.folder, { recursive: true });
      await mkdir(store.folder);
    },
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

/** All names in a folder and below it, except the journal folders themselves. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => !name.endsWith(".journal")).sort();
}
