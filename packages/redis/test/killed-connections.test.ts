import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundle } from "@refresh-once/processes";
import { hasRedis, startTcpProxy } from "@refresh-once/servers";
import { describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { libraries } from "./clients.ts";
import { useRedis } from "./redis-of-tests.ts";

const program = new URL("./busy-process.ts", import.meta.url);

describe.skipIf(!hasRedis())("A process whose connections are all cut, again and again,", () => {
  const redis = useRedis();

  /** Cuts all connections but the one of the test, and returns how many there were. */
  async function killAll(): Promise<number> {
    const kinds = ["normal", "pubsub"];
    const kill = (kind: string) => redis.admin.sendCommand(["CLIENT", "KILL", "TYPE", kind]);
    const killed = await Promise.all(kinds.map(kill));
    return killed.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  test.each(libraries)(
    "goes on, also if its %s client has no listener for errors",
    async (library) => {
      await using bundled = await bundle(program);
      const path = fileURLToPath(bundled.module);
      const child = spawn(process.execPath, [path, redis.server.url, library], {
        stdio: ["pipe", "pipe", "ignore"],
      });
      const ended = once(child, "exit");
      await once(createInterface(child.stdout), "line");
      let killed = 0;
      while (killed < 200 && child.exitCode === null) killed += await killAll();
      child.stdin.end("stop\n");
      expect([child.exitCode, killed >= 200]).toEqual([null, true]);
      expect(await ended).toEqual([0, null]);
    },
  );
});

describe.skipIf(!hasRedis()).each(libraries)("A subscription over %s", (_, open) => {
  const redis = useRedis();

  test("that ends while it is restored after a cut ends no process", async () => {
    await using proxy = await startTcpProxy(redis.server.port);
    await using opened = await open(`redis://127.0.0.1:${proxy.port}`);
    const store = redisStore(opened.client, { key: "tokens" });
    const first = proxy.hold("tokens", "after");
    const end = store.subscribe?.(() => {});
    (await first).pass();
    const second = proxy.hold("tokens", "before");
    await redis.admin.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    const held = await second;
    end?.();
    held.cut();
    // Vitest fails if a rejection is not handled. Two connections remain: that of the test, and that of the client.
    await expect.poll(async () => (await redis.admin.clientList()).length).toBe(2);
  });
});
