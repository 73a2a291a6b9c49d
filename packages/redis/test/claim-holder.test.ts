import { hasRedis } from "@refresh-once/servers";
import { describe, expect, test, vi } from "vitest";
import { redisStore } from "../src/index.ts";
import { lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

describe.skipIf(!hasRedis())("the holder of a claim in Redis", () => {
  const redis = useRedis();
  const store = (key: string) => redisStore(redis.admin, { key });

  test("is described by the claim id in the hash, and by no other part of it", async () => {
    const before = Date.now();
    await store("held").claim(0, lease);
    const id = await redis.admin.hGet("held", "claim");
    const holder = await store("held").claimHolder?.();
    expect(holder?.description).toBe(`a process with the claim id ${id?.slice(0, 8)}`);
    expect(holder?.startedAt).toBeGreaterThanOrEqual(before);
    expect(holder?.leaseEndsAt).toBeGreaterThan(before);
    expect(holder?.leaseEndsAt).toBeLessThanOrEqual(Date.now() + lease.duration);
  });

  test("has a lease that ends by the clock of the reader, however wrong that is", async () => {
    await store("clocks").claim(0, lease);
    const ahead = Date.now() + 3_600_000;
    vi.useFakeTimers({ toFake: ["Date"], now: ahead });
    const holder = await store("clocks").claimHolder?.();
    vi.useRealTimers();
    expect(holder?.leaseEndsAt).toBeGreaterThan(ahead);
    expect(holder?.leaseEndsAt).toBeLessThanOrEqual(ahead + lease.duration);
  });

  test("is looked for without a write", async () => {
    expect(await store("none").claimHolder?.()).toBeUndefined();
    expect(await redis.admin.exists("none")).toBe(0);
    const claim = await won(store("read").claim(0, lease));
    await redis.admin.configResetStat();
    await store("read").claimHolder?.();
    expect(await redis.admin.info("commandstats")).not.toMatch(/cmdstat_(hset|hdel|del):/);
    expect(await claim.commit(record(1))).toBe(true);
    expect(await store("read").claimHolder?.()).toBeUndefined();
  });

  test("has no times that the hash does not have", async () => {
    await redis.admin.hSet("odd", { revision: "0", claim: "x", until: `${Date.now() * 2}` });
    expect(await store("odd").claimHolder?.()).toEqual({
      description: "a process with the claim id x",
      leaseEndsAt: expect.any(Number),
    });
  });
});
