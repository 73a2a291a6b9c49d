import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenManager, memoryStore, type Seed, type TokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { type PresetName, refreshFor, type Target, targetOf } from "../src/scenario/index.ts";

export const storeNames = ["memory", "file"] as const;
type StoreName = (typeof storeNames)[number];

/** An account at one provider of a server of its own, and the folder of its token file. */
export interface Account extends AsyncDisposable {
  readonly server: AuthorizationServer;
  readonly target: Target;
  readonly folder: string;
  readonly path: string;
  manager(seed: Seed | undefined, store?: StoreName): TokenManager;
}

export async function openAccount(provider: PresetName): Promise<Account> {
  const server = await startAuthorizationServer();
  const target = targetOf(server, provider);
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  const path = join(folder, "tokens.json");
  return {
    server,
    target,
    folder,
    path,
    manager: (seed, store = "memory") =>
      createTokenManager({
        refresh: refreshFor(target),
        store: store === "file" ? fileStore(path) : memoryStore(),
        ...(seed && { seed }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
