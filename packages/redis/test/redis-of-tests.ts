import { type DatabaseServer, startRedis } from "@refresh-once/servers";
import { createClient, type RedisClientType } from "redis";
import { afterAll, beforeAll } from "vitest";
import { script } from "../src/script.ts";

/** A Redis server for the tests of a file, and a client that inspects it. */
export interface RedisOfTests {
  readonly server: DatabaseServer;
  readonly admin: RedisClientType;
}

/** Has a server know the script, as if another process had run it. */
export async function loadScript(admin: RedisClientType): Promise<void> {
  await admin.scriptLoad(script);
}

export function useRedis(): RedisOfTests {
  let started: RedisOfTests | undefined;
  const running = () => {
    if (!started) throw new Error("the server only runs during tests");
    return started;
  };
  beforeAll(async () => {
    const server = await startRedis();
    const admin: RedisClientType = createClient({ url: server.url });
    await admin.on("error", () => {}).connect();
    started = { server, admin };
  });
  afterAll(async () => {
    started?.admin.destroy();
    await started?.server[Symbol.asyncDispose]();
  });
  return {
    get server() {
      return running().server;
    },
    get admin() {
      return running().admin;
    },
  };
}
