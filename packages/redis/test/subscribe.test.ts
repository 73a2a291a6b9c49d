import { hasRedis, startRedis } from "@refresh-once/servers";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { testedLibraries } from "./clients.ts";
import { commitUpTo, lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

describe.skipIf(!hasRedis())("a subscription", () => {
  const redis = useRedis();
  beforeEach(() => redis.admin.flushAll());

  const committer = (key: string) => redisStore(redis.admin, { key });
  const connections = async () => (await redis.admin.clientList()).length;

  describe.each(testedLibraries)("over %s", (_, open) => {
    test("shares one connection with all stores of the client, and closes it at the end", async () => {
      await using opened = await open(redis.server.url);
      const before = await connections();
      const told = { a: 0, b: 0 };
      const ends = (["a", "b", "a", "b"] as const).map((key) =>
        redisStore(opened.client, { key }).subscribe?.(() => told[key]++),
      );
      await expect
        .poll(() => redis.admin.pubSubNumSub(["refresh-once:a", "refresh-once:b"]))
        .toEqual({
          "refresh-once:a": 1,
          "refresh-once:b": 1,
        });
      expect(await connections()).toBe(before + 1);
      await commitUpTo(committer("a"), 1);
      await expect.poll(() => told).toEqual({ a: 2, b: 0 });
      ends[1]?.();
      ends[3]?.();
      await expect
        .poll(() => redis.admin.pubSubNumSub(["refresh-once:b"]))
        .toEqual({
          "refresh-once:b": 0,
        });
      expect(await connections()).toBe(before + 1);
      ends[0]?.();
      ends[2]?.();
      await expect.poll(connections).toBe(before);
    });

    test("does not end with another subscription of the same function", async () => {
      await using opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "a" });
      let told = 0;
      const count = () => told++;
      const ends = [store.subscribe?.(count), store.subscribe?.(count)];
      await expect.poll(() => numberOfSubscribers("a")).toBe(1);
      ends[0]?.();
      ends[0]?.();
      await commitUpTo(committer("a"), 1);
      await expect.poll(() => told).toBe(1);
      ends[1]?.();
    });

    test("receives messages again after a restart of the server", async () => {
      await using opened = await open(redis.server.url);
      let told = 0;
      const end = redisStore(opened.client, { key: "a" }).subscribe?.(() => told++);
      await expect
        .poll(() => redis.admin.pubSubNumSub(["refresh-once:a"]))
        .toEqual({
          "refresh-once:a": 1,
        });
      await redis.server.kill();
      await redis.server.start();
      await expect.poll(() => numberOfSubscribers("a")).toBe(1);
      await commitUpTo(committer("a"), 1);
      await expect.poll(() => told).toBe(1);
      end?.();
    });

    test("P4: does not throw if the client was closed", async () => {
      const opened = await open(redis.server.url);
      const store = redisStore(opened.client, { key: "a" });
      store.subscribe?.(() => {})();
      const end = store.subscribe?.(() => {});
      await opened[Symbol.asyncDispose]();
      store.subscribe?.(() => {})();
      end?.();
      await expect.poll(connections).toBe(1);
    });

    test("P4: does not throw if the server is down", async () => {
      await using server = await startRedis();
      await using opened = await open(server.url);
      const store = redisStore(opened.client, { key: "a" });
      await server.kill();
      store.subscribe?.(() => {})();
      let told = 0;
      const end = store.subscribe?.(() => told++);
      await server.start();
      await expect
        .poll(async () => {
          const revision = (await store.read())?.revision ?? 0;
          await (await won(store.claim(revision, lease))).commit(record(revision + 1));
          return told;
        })
        .toBeGreaterThan(0);
      end?.();
    });
  });

  async function numberOfSubscribers(key: string): Promise<number> {
    const channel = `refresh-once:${key}`;
    const counts = await redis.admin.pubSubNumSub([channel]).catch(() => undefined);
    return Number(counts?.[channel] ?? 0);
  }

  test.each([
    ["cannot be duplicated", () => ({ duplicate: undefined })],
    [
      "throws when it is duplicated",
      () => ({
        duplicate: () => {
          throw new Error("not now");
        },
      }),
    ],
  ])("P4: is not needed, as with a client that %s", async (_, overrides) => {
    const client = Object.assign(createClient({ url: redis.server.url }), overrides());
    await client.connect();
    const store = redisStore(client, { key: "a" });
    const end = store.subscribe?.(() => {});
    await commitUpTo(store, 1);
    end?.();
    client.destroy();
  });

  test("leaves no connection open if it ends while node-redis reconnects", async () => {
    const client = createClient({ url: redis.server.url });
    await client.on("error", () => {}).connect();
    let hasEnded = false;
    let end: (() => void) | undefined;
    const duplicate = () =>
      client.duplicate().on("reconnecting", () =>
        // At this point the new connection is being made and is not open yet.
        queueMicrotask(() => {
          end?.();
          hasEnded = true;
        }),
      );
    const { eval: run, hGetAll } = client;
    const store = redisStore({ eval: run, hGetAll, duplicate }, { key: "a" });
    end = store.subscribe?.(() => {});
    await expect.poll(() => numberOfSubscribers("a")).toBe(1);
    client.destroy();
    await redis.admin.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    await expect.poll(() => hasEnded).toBe(true);
    await redis.admin.ping();
    await expect.poll(connections).toBe(1);
  });

  test("receives messages through an ioredis client with lazyConnect", async () => {
    const client = new Redis(redis.server.url, { lazyConnect: true });
    let told = 0;
    const end = redisStore(client, { key: "a" }).subscribe?.(() => told++);
    await expect.poll(() => numberOfSubscribers("a")).toBe(1);
    await commitUpTo(committer("a"), 1);
    await expect.poll(() => told).toBe(1);
    end?.();
  });
});
