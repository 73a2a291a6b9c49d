import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bundle } from "@refresh-once/processes";
import { hasRedis } from "@refresh-once/servers";
import { beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { libraries } from "./clients.ts";
import { commitUpTo, lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

const program = new URL("./waiting-process.ts", import.meta.url);

describe.skipIf(!hasRedis()).each(libraries)("a waiting process that uses %s", (library) => {
  const redis = useRedis();
  const channel = "refresh-once:tokens";
  beforeEach(() => redis.admin.flushAll());

  test("is woken by the commit, and exits after it has closed its client", async () => {
    const store = redisStore(redis.admin, { key: "tokens" });
    await commitUpTo(store, 1);
    const claim = await won(store.claim(1, lease));
    await using bundled = await bundle(program);
    const path = fileURLToPath(bundled.module);
    const child = spawn(process.execPath, [path, redis.server.url, library], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (data) => {
      said += data;
    });
    const ended = once(child, "exit");
    const listening = async () => (await redis.admin.pubSubNumSub([channel]))[channel];
    await expect.poll(listening).toBe(1);
    await claim.commit(record(2));
    expect(await ended).toEqual([0, null]);
    expect(said).toBe("waits\nsecret-a2\n");
  });
});
