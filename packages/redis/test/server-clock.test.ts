import { hasRedis } from "@refresh-once/servers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { redisStore } from "../src/index.ts";
import { lease, record, won } from "./record.ts";
import { useRedis } from "./redis-of-tests.ts";

const hour = 3_600_000;

describe.skipIf(!hasRedis()).each([
  ["fast", hour],
  ["slow", -hour],
])("P1: a machine whose clock is an hour %s", (_, off) => {
  const redis = useRedis();
  const store = (key: string) => redisStore(redis.admin, { key });
  afterEach(() => {
    vi.useRealTimers();
  });

  function onThatMachine(): void {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + off });
  }

  test("does not take over an active lease", async () => {
    await store("theirs").claim(0, lease);
    onThatMachine();
    expect(await store("theirs").claim(0, lease)).toBeUndefined();
  });

  test("keeps its own lease", async () => {
    onThatMachine();
    await store("mine").claim(0, lease);
    vi.useRealTimers();
    expect(await store("mine").claim(0, lease)).toBeUndefined();
  });

  test("takes over a lease that has expired by the server's clock, and reports when the claim started", async () => {
    const before = Date.now();
    await store("over").claim(0, { duration: 0 });
    const after = Date.now();
    onThatMachine();
    const claim = await won(store("over").claim(0, lease));
    expect(claim.abandoned?.startedAt).toBeGreaterThanOrEqual(before);
    expect(claim.abandoned?.startedAt).toBeLessThanOrEqual(after);
    expect(await claim.commit(record(1))).toBe(true);
  });
});

describe.skipIf(!hasRedis())(
  "P4: a lease that ends later than it can, because the server's clock was set back,",
  () => {
    const redis = useRedis();
    const store = (key: string) => redisStore(redis.admin, { key });

    /** Moves the end of the lease an hour ahead, and returns how far ahead it then is after another claim, ms. */
    async function endAfterClaim(key: string): Promise<number> {
      await redis.admin.hSet(key, "until", Date.now() + hour);
      expect(await store(key).claim(0, { duration: 1 })).toBeUndefined();
      return Number(await redis.admin.hGet(key, "until")) - Date.now();
    }

    test("is started again with its own length, and stays the claim of its holder", async () => {
      const claim = await won(store("mine").claim(0, lease));
      const left = await endAfterClaim("mine");
      expect(left).toBeLessThanOrEqual(lease.duration);
      expect(left).toBeGreaterThan(0);
      expect(await claim.extend?.()).toBe(true);
      expect(await claim.commit(record(1))).toBe(true);
    });

    test("is taken over when that has passed", async () => {
      await store("dead").claim(0, { duration: 20 });
      await endAfterClaim("dead");
      await expect.poll(() => store("dead").claim(0, lease)).toHaveProperty("abandoned");
    });

    test("ends within a minute if the claim was written by another program", async () => {
      await store("foreign").claim(0, lease);
      await redis.admin.hSet("foreign", "claim", "somebody's");
      expect(await endAfterClaim("foreign")).toBeLessThanOrEqual(60_000);
    });
  },
);
