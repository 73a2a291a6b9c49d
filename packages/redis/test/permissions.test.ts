import { readFile } from "node:fs/promises";
import { hasRedis } from "@refresh-once/servers";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RedisStoreClient, redisStore } from "../src/index.ts";
import { libraries, type OpenClient } from "./clients.ts";
import { lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const rules = /^ACL SETUSER app (.*)$/m.exec(readme)?.[1]?.split(" ") ?? [];
const commands = rules.filter((rule) => rule.startsWith("+")).map((rule) => rule.slice(1));
const ofPubSub = ["publish", "subscribe", "unsubscribe"];
const optional = [...ofPubSub, "evalsha"];
const key = "tokens:7";
const channel = `refresh-once:${key}`;

describe.skipIf(!hasRedis())("a user with the permissions of the README", () => {
  const redis = useRedis();
  const setUser = (...more: string[]) =>
    redis.admin.sendCommand(["ACL", "SETUSER", "app", "reset", ...rules, ...more]);
  beforeAll(() => expect(commands.length).toBeGreaterThan(5));
  beforeEach(async () => {
    await redis.admin.flushAll();
    // A server that knows the scripts needs no EVAL.
    await redis.admin.scriptFlush();
  });

  /** Uses every operation of a store; `told` resolves when the subscription reports the commit. */
  async function everything(client: RedisStoreClient): Promise<{ told: Promise<void> }> {
    const store = redisStore(client, { key });
    await (await won(store.claim(0, lease))).release();
    await store.claim(0, { duration: 0 });
    const claim = await won(store.claim(0, lease));
    const told = new Promise<void>((resolve) => {
      const end = store.subscribe?.(() => {
        end?.();
        resolve();
      });
    });
    if (await maySubscribe()) await expect.poll(numberOfSubscribers).toBe(1);
    expect(await store.claimHolder?.()).toBeDefined();
    expect(await claim.commit(record(1))).toBe(true);
    expect(await store.read()).toEqual(record(1));
    return { told };
  }

  async function numberOfSubscribers(): Promise<number | undefined> {
    return Number((await redis.admin.pubSubNumSub([channel]))[channel]);
  }

  async function maySubscribe(): Promise<boolean> {
    const may = await redis.admin.sendCommand(["ACL", "DRYRUN", "app", "SUBSCRIBE", channel]);
    return `${may}` === "OK";
  }

  async function open(name: string): Promise<OpenClient> {
    const password = rules.find((rule) => rule.startsWith(">"))?.slice(1) ?? "";
    const url = new URL(redis.server.url);
    Object.assign(url, { username: "app", password });
    const [, openClient] = libraries.find(([library]) => library === name) ?? libraries[0];
    return openClient(url.href);
  }

  test.each(["node-redis", "ioredis"])(
    "can use every operation of a store, through %s",
    async (name) => {
      vi.spyOn(console, "warn").mockImplementation(() => {});
      await setUser();
      await using opened = await open(name);
      await (await everything(opened.client)).told;
    },
  );

  test.each(commands.filter((command) => !optional.includes(command)))(
    "needs the permission %s",
    async (command) => {
      await setUser(`-${command}`);
      await using opened = await open("node-redis");
      await expect(everything(opened.client)).rejects.toThrow(/NOPERM|can't run this command/);
    },
  );

  test.each(ofPubSub)("P4: does not need %s, but then receives no messages", async (command) => {
    expect(commands).toContain(command);
    await setUser(`-${command}`);
    await using opened = await open("node-redis");
    await everything(opened.client);
  });

  test.each(["node-redis", "ioredis"])(
    "does not need evalsha: the store tries it once, and then uses eval, through %s",
    async (name) => {
      vi.spyOn(console, "warn").mockImplementation(() => {});
      expect(commands).toContain("evalsha");
      await setUser("-evalsha");
      await using opened = await open(name);
      await redis.admin.configResetStat();
      await everything(opened.client);
      const stats = await redis.admin.info("commandstats");
      expect(stats).toMatch(/^cmdstat_evalsha:calls=0,.*,rejected_calls=1,/m);
      expect(stats).toMatch(/^cmdstat_eval:calls=6,/m);
    },
  );
});
