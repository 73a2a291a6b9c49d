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
