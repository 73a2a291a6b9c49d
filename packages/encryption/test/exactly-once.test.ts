import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenManager, memoryStore, type TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { expect, onTestFinished, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { newKey } from "./sealed-store.ts";

const keys = [newKey("k1")];

/** Opens the store of one account, as each of several processes does. */
type Opening = () => Promise<() => TokenStore>;

const inMemory: Opening = async () => {
  const inner = memoryStore();
  return () => encryptedStore(inner, { keys });
};

const inFile: Opening = async () => {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return () => encryptedStore(fileStore(join(folder, "tokens.json")), { keys });
};

test.each([
  ["memory", inMemory],
  ["a file", inFile],
])("P1: 200 requests over four managers on encrypted %s: one refresh", async (_, opening) => {
  const { server, refresh } = await openBank({ latency: 50 });
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  const open = await opening();
  const managers = Array.from({ length: 4 }, () =>
    createTokenManager({ refresh, seed, store: open() }),
  );
  const storm = (rejected: string) =>
    Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        managers[index % managers.length]?.renew({ accessToken: rejected }),
      ),
    );
  const first = new Set((await storm("none")).map((tokens) => tokens?.accessToken));
  expect(first.size).toBe(1);
  expect(server.counters("vault").tokenRequests).toBe(1);

  const second = new Set((await storm([...first].join())).map((tokens) => tokens?.accessToken));
  expect(second.size).toBe(1);
  expect(second).not.toEqual(first);
  expect(server.counters("vault")).toMatchObject({ tokenRequests: 2, refreshes: 2, reuses: 0 });
});
