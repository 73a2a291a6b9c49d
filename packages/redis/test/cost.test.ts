import { createTokenManager } from "@refresh-once/core";
import { hasRedis } from "@refresh-once/servers";
import { beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { lease, record, won } from "./record.ts";
import { loadScript, useRedis } from "./redis-of-tests.ts";

/** Commands to ignore: those called by the scripts, and those that the count itself needs. */
const notSent = /^(config\|.*|info|hmget|exists|time|hset|hdel|del|publish)$/;

describe.skipIf(!hasRedis())("the commands of a store are", () => {
  const redis = useRedis();
  beforeEach(async () => {
    await redis.admin.flushAll();
    await loadScript(redis.admin);
    await redis.admin.configResetStat();
  });

  async function sent(): Promise<Record<string, number>> {
    const lines = (await redis.admin.info("commandstats")).matchAll(
      /^cmdstat_(\S+?):calls=(\d+)/gm,
    );
    const counts = [...lines].map(([, name = "", calls]) => [name, Number(calls)] as const);
    return Object.fromEntries(counts.filter(([name]) => !notSent.test(name)));
  }

  const store = () => redisStore(redis.admin, { key: "tokens" });

  test("one for a read", async () => {
    await store().read();
    expect(await sent()).toEqual({ hgetall: 1 });
  });

  test("one for a claim, one for a release", async () => {
    const claim = await won(store().claim(0, lease));
    expect(await sent()).toEqual({ evalsha: 1 });
    await claim.release();
    expect(await sent()).toEqual({ evalsha: 2 });
  });

  test("one for a claim, one for a commit", async () => {
    const claim = await won(store().claim(0, lease));
    await claim.commit(record(1));
    expect(await sent()).toEqual({ evalsha: 2 });
  });

  test("one for each extension of a lease", async () => {
    const claim = await won(store().claim(0, lease));
    expect(await claim.extend?.()).toBe(true);
    expect(await sent()).toEqual({ evalsha: 2 });
  });

  test("one more the first time, for a server that does not know the script yet", async () => {
    await redis.admin.scriptFlush();
    const claim = await won(store().claim(0, lease));
    expect(await sent()).toEqual({ evalsha: 1, eval: 1, "script|flush": 1 });
    await claim.release();
    await won(store().claim(0, lease));
    expect(await sent()).toMatchObject({ evalsha: 3, eval: 1 });
  });

  test("three for the first refresh, two for each later one, and none while the access token is valid", async () => {
    await using tokens = createTokenManager({
      store: store(),
      seed: () => ({ refreshToken: "of the seed" }),
      refresh: async () => ({
        accessToken: "good",
        refreshToken: "next",
        expiresAt: Date.now() + 3_600_000,
      }),
    });
    const good = await tokens.get();
    const first = { hgetall: 1, evalsha: 2 };
    expect(await sent()).toEqual(first);
    for (let times = 0; times < 100; times++) await tokens.get();
    expect(await sent()).toEqual(first);
    await tokens.renew(good);
    expect(await sent()).toEqual({ hgetall: 1, evalsha: 4 });
  });
});
