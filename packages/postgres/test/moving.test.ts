import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenManager, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { expect, test } from "vitest";
import { postgresStore } from "../src/index.ts";
import { useDatabase } from "./database.ts";
import { longLease } from "./managers.ts";

const database = useDatabase();

test("P3: tokens that were moved from a file are unchanged, and no seed replaces them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  const spent: (string | undefined)[] = [];
  const open = (store: TokenStore) =>
    createTokenManager({
      store,
      seed: { refreshToken: "r0" },
      refresh: async (current) => {
        spent.push(current?.refreshToken);
        return { accessToken: `a${spent.length}`, refreshToken: `r${spent.length}` };
      },
    });
  const path = join(folder, "tokens.json");
  const former = open(fileStore(path));
  await former.renew(await former.get());

  const file = await fileStore(path).read();
  const store = postgresStore(database.pool(), { key: "moved" });
  const claim = await store.claim(0, longLease);
  if (!file) throw new Error("the file holds no tokens");
  expect(await claim?.commit({ ...file, revision: 1 })).toBe(true);

  const manager = open(store);
  expect(await manager.get()).toMatchObject({ accessToken: "a2" });
  expect(await manager.renew(await manager.get())).toMatchObject({ accessToken: "a3" });
  expect(spent).toEqual(["r0", "r1", "r2"]);
  await rm(folder, { recursive: true });
});
